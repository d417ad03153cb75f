package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.push.Redaction;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import java.util.List;
import java.util.Map;

/** What one person may see of incidents. */
final class IncidentView {

  private final Person person;
  private final Sight sight;
  private final Registry registry;

  IncidentView(Person person, Registry registry) {
    this.person = person;
    this.sight = Sight.of(person.role());
    this.registry = registry;
  }

  /** Whether the person may see it at all. */
  boolean sees(Incident incident) {
    return Rights.maySee(person, Topic.of(incident, registry));
  }

  /** The incident without what the person may not know. */
  ObjectNode json(Incident incident) {
    ObjectNode json = ApiJson.tree(incident);
    Redaction.ofIncident(sight, json);
    return json;
  }

  /** The same with whom to call and how to get in, for those who have still to do with it. */
  ObjectNode jsonWithContacts(Incident incident) {
    ObjectNode json = json(incident);
    if (sight.contacts() && isAtWork(incident)) {
      String site = incident.place().site();
      List<Map<String, Object>> contacts =
          registry.contactsOf(site).stream()
              .map(
                  contact ->
                      Map.<String, Object>of(
                          "order", contact.order(),
                          "name", contact.name(),
                          "role", contact.role(),
                          "phone", contact.phone()))
              .toList();
      json.putPOJO("contacts", contacts);
      json.put("accessNotes", registry.site(site).map(s -> s.accessNotes()).orElse(""));
    }
    return json;
  }

  /** A desk while it is open; a patrol while its unit is out, which may be longer or shorter. */
  private boolean isAtWork(Incident incident) {
    if (person.role() != Person.Role.PATROL) {
      return incident.isOpen();
    }
    return incident.unitsOut().stream().anyMatch(one -> one.unit().equals(person.unit()));
  }

  /** The handling revision as an entity tag (RFC 9110 §8.8.3). */
  static String etag(Incident incident) {
    return '"' + Long.toString(incident.revision()) + '"';
  }
}
