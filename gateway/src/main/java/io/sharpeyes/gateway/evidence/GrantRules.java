package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.Status;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;

/**
 * Who may look through cameras for an incident, and when (调阅授权). Pure; any thread.
 *
 * <ul>
 *   <li>until somebody has it: any dispatcher for whom it rings
 *   <li>then: the dispatcher who has it, and those it was forwarded to
 *   <li>while it is open: a unit that was sent there, until it declines or is done
 *   <li>after closing: what was kept, on a review that a second person confirms
 *   <li>never for what a device says of itself: nobody pressed
 * </ul>
 */
final class GrantRules {

  /** Whether somebody may, and if not, why. */
  enum Verdict {
    /** May. */
    GRANTED,
    /** The person may not even know of the incident. */
    NOT_VISIBLE,
    /** The role never looks through cameras for an incident. */
    WRONG_ROLE,
    /** Nobody pressed: a device says something of itself. */
    NO_ALARM,
    /** Nobody has the incident, and it rings for others. */
    NOT_RINGING,
    /** Somebody else has the incident. */
    NOT_HANDLING,
    /** The unit wasn't sent there, or has no more to do with it. */
    NOT_ASSIGNED,
    /** The incident is closed: only a review opens what was kept. */
    CLOSED,
    /** The incident is open: there is nothing to review. */
    OPEN,
    /** Who asked for a review can't confirm it. */
    SAME_PERSON
  }

  private GrantRules() {}

  /** Whether a person may look through cameras for an incident as it stands. */
  static Verdict watching(Person person, Incident incident, Registry registry) {
    if (person.role() != Person.Role.DISPATCHER && person.role() != Person.Role.PATROL) {
      return Verdict.WRONG_ROLE;
    }
    Verdict basic = basic(person, incident, registry);
    if (basic != Verdict.GRANTED) {
      return basic;
    }
    return switch (person.role()) {
      case DISPATCHER -> incident.isOpen() ? dispatcher(person, incident) : Verdict.CLOSED;
      case PATROL -> incident.isOpen() ? unit(person, incident) : Verdict.CLOSED;
      case MAINTENANCE, HEAD, ADMIN, SITE -> Verdict.WRONG_ROLE;
    };
  }

  private static Verdict basic(Person person, Incident incident, Registry registry) {
    if (!Rights.maySee(person, Topic.of(incident, registry))) {
      return Verdict.NOT_VISIBLE;
    }
    return incident.status() == Status.SYSTEM ? Verdict.NO_ALARM : Verdict.GRANTED;
  }

  private static Verdict dispatcher(Person person, Incident incident) {
    Incident.Ringing ringing = incident.ringing();
    if (incident.isUnclaimed()) {
      return ringing.districts().contains(person.district())
          ? Verdict.GRANTED
          : Verdict.NOT_RINGING;
    }
    boolean handles =
        incident.isOwnedBy(person.user()) || ringing.forwardedTo().contains(person.district());
    return handles ? Verdict.GRANTED : Verdict.NOT_HANDLING;
  }

  private static Verdict unit(Person person, Incident incident) {
    String unit = person.unit();
    Assignment assignment = unit == null ? null : incident.assignment(unit);
    return assignment != null && assignment.isActive() ? Verdict.GRANTED : Verdict.NOT_ASSIGNED;
  }

  /** Whether a dispatcher may ask to look at what was kept of a closed incident. */
  static Verdict reviewing(Person person, Incident incident, Registry registry) {
    Verdict basic = basic(person, incident, registry);
    if (basic != Verdict.GRANTED) {
      return basic;
    }
    if (person.role() != Person.Role.DISPATCHER) {
      return Verdict.WRONG_ROLE;
    }
    return incident.isOpen() ? Verdict.OPEN : Verdict.GRANTED;
  }

  /**
   * Whether a person may be the second one of a review.
   *
   * @param requester who asked for it
   */
  static Verdict confirming(Person person, String requester, Incident incident, Registry registry) {
    Verdict basic = basic(person, incident, registry);
    if (basic != Verdict.GRANTED) {
      return basic;
    }
    if (person.role() != Person.Role.DISPATCHER && person.role() != Person.Role.HEAD) {
      return Verdict.WRONG_ROLE;
    }
    if (person.user().equals(requester)) {
      return Verdict.SAME_PERSON;
    }
    return incident.isOpen() ? Verdict.OPEN : Verdict.GRANTED;
  }
}
