package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.push.Redaction;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one person may see of incidents. */
final class IncidentView {

  private final Person person;
  private final Redaction redaction;
  private final @Nullable Registry registry;

  private IncidentView(Person person, @Nullable Registry registry) {
    this.person = person;
    this.redaction = Redaction.of(person.role());
    this.registry = registry;
  }

  /** For incidents whose district was checked before. */
  static IncidentView of(Person person) {
    return new IncidentView(person, null);
  }

  static IncidentView of(Person person, Registry registry) {
    return new IncidentView(person, registry);
  }

  /** Whether the person may see it at all. */
  boolean sees(Incident incident) {
    return switch (person.role()) {
      case DISPATCHER, HEAD -> isInDistrict(incident);
      case PATROL -> person.unit() != null && isAssigned(incident, person.unit());
      case SITE -> incident.place().site().equals(person.site()) && !incident.quiet();
      case MAINTENANCE, ADMIN -> false;
    };
  }

  private boolean isInDistrict(Incident incident) {
    return registry == null || registry.isWithin(incident.place().district(), person.district());
  }

  private static boolean isAssigned(Incident incident, String unit) {
    return incident.assignments().stream().anyMatch(a -> a.unit().equals(unit));
  }

  /** The incident without what the person may not know. */
  ObjectNode json(Incident incident) {
    ObjectNode json = ApiJson.tree(incident);
    redaction.applyToIncident(json);
    return json;
  }

  /** The same with whom to call and how to get in, while it is open. */
  ObjectNode jsonWithContacts(Incident incident, Registry now) {
    ObjectNode json = json(incident);
    if (incident.isOpen() && redaction.showsContacts()) {
      String site = incident.place().site();
      List<Map<String, Object>> contacts =
          now.contactsOf(site).stream()
              .map(
                  contact ->
                      Map.<String, Object>of(
                          "order", contact.order(),
                          "name", contact.name(),
                          "role", contact.role(),
                          "phone", contact.phone()))
              .toList();
      json.putPOJO("contacts", contacts);
      json.put("accessNotes", now.site(site).map(s -> s.accessNotes()).orElse(""));
    }
    return json;
  }

  /** The handling revision as an entity tag (RFC 9110 §8.8.3). */
  static String etag(Incident incident) {
    return '"' + Long.toString(incident.revision()) + '"';
  }
}
