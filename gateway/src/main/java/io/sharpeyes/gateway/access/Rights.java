package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;

/**
 * Who may see and do what: by role, district and all below it, site, unit. Pure; any thread. Which
 * roles may call which operation of the API stands in {@code openapi.yaml}; here stands what each
 * may call it on.
 */
public final class Rights {

  private Rights() {}

  /**
   * Says whether a person may see something at all; how much of it is {@link Sight}.
   *
   * <ul>
   *   <li>a dispatcher: everything of the district and all below it
   *   <li>a head: likewise, but no unit's movements; and who looked into the audit
   *   <li>maintenance and admin: there, devices, cameras, windows and the registry
   *   <li>a patrol: what its unit was sent to, and what is about the unit itself
   *   <li>a site: what is about the site, but nothing of a quiet alarm, and no single alarm,
   *       movement or cancel request: somebody may be standing beside the screen
   *   <li>that pictures were kept, held or deleted, and what desks hand over: dispatchers and heads
   *       only
   * </ul>
   */
  public static boolean maySee(Person person, Topic topic) {
    if (topic.isAboutLooking()) {
      return person.role() == Person.Role.HEAD && topic.isWithin(person.district());
    }
    if (topic.isForDesks()) {
      boolean desk = person.role() == Person.Role.DISPATCHER || person.role() == Person.Role.HEAD;
      return desk && topic.isWithin(person.district());
    }
    return switch (person.role()) {
      case DISPATCHER -> topic.isWithin(person.district());
      case HEAD -> topic.isWithin(person.district()) && !topic.type().equals("unit.moved");
      case MAINTENANCE, ADMIN -> topic.isWithin(person.district()) && topic.isAboutThings();
      case PATROL -> isOwnUnit(person, topic);
      case SITE -> isOwnSite(person, topic);
    };
  }

  private static boolean isOwnUnit(Person person, Topic topic) {
    String unit = person.unit();
    return unit != null
        && (topic.units().contains(unit)
            || (topic.type().startsWith("unit.") && topic.subject().equals(unit)));
  }

  private static boolean isOwnSite(Person person, Topic topic) {
    String site = person.site();
    return site != null
        && site.equals(topic.site())
        && !topic.quiet()
        && !topic.type().startsWith("alarm.")
        && !topic.type().startsWith("scene.")
        && !topic.type().equals("incident.cancel-requested");
  }

  /**
   * Says whether a person may do something to an incident. What the incident's state allows is
   * another question, which the case book answers. Merging needs the right to see the other
   * incident too.
   *
   * <ul>
   *   <li>a dispatcher of its district or one above: everything, a unit's steps as told by radio
   *       too
   *   <li>a patrol that was sent there: its own steps, and notes
   *   <li>nobody else anything
   * </ul>
   */
  public static boolean mayCommand(Person person, IncidentAction action, Topic incident) {
    return switch (person.role()) {
      case DISPATCHER -> incident.isWithin(person.district());
      case PATROL -> maySee(person, incident) && isForPatrols(person, action);
      case MAINTENANCE, HEAD, ADMIN, SITE -> false;
    };
  }

  private static boolean isForPatrols(Person person, IncidentAction action) {
    if (action instanceof IncidentAction.UnitStep step) {
      return step.unit().equals(person.unit());
    }
    return action instanceof IncidentAction.Note;
  }

  /** Says whether a district's things are within a person's district. */
  public static boolean reaches(Person person, String district, Registry registry) {
    return registry.isWithin(district, person.district());
  }

  /**
   * Says whether a person may raise an alarm at a site: the site's own people, and dispatchers whom
   * somebody called.
   */
  public static boolean mayRaise(Person person, String site, String district, Registry registry) {
    return switch (person.role()) {
      case DISPATCHER -> reaches(person, district, registry);
      case SITE -> site.equals(person.site());
      case PATROL, MAINTENANCE, HEAD, ADMIN -> false;
    };
  }

  /** Says whether a person may say where a unit is and whether it is on duty. */
  public static boolean maySpeakFor(
      Person person, String unit, String district, Registry registry) {
    return switch (person.role()) {
      case DISPATCHER -> reaches(person, district, registry);
      case PATROL -> unit.equals(person.unit());
      case MAINTENANCE, HEAD, ADMIN, SITE -> false;
    };
  }

  /**
   * Says whether a person may make a change of the registry: an admin, if nothing in it lies
   * outside the admin's district, neither as it was nor as it will be.
   */
  public static boolean mayChange(Person person, RegistryPlan plan) {
    return person.role() == Person.Role.ADMIN && plan.liesWithin(person.district());
  }
}
