package io.sharpeyes.gateway.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.Sight;
import java.util.List;

/**
 * Takes out of what is said about an incident what a {@link Sight} doesn't show; on the stream and
 * over HTTP alike.
 */
public final class Redaction {

  private static final List<String> DESKS_DATA =
      List.of("cameras", "response", "by", "reason", "text", "assignment");
  private static final List<String> DESKS_WORK = List.of("ringing", "cancelRequest", "priority");
  private static final List<String> DESKS_WORDS = List.of("category", "note", "handedTo");

  private Redaction() {}

  /** Takes it out of an event's data. */
  static void ofData(Sight sight, ObjectNode data) {
    if (!sight.work()) {
      data.remove(DESKS_DATA);
    }
    if (!sight.raw() && data.get("alarm") instanceof ObjectNode alarm) {
      alarm.remove("raw");
    }
    if (!sight.phones()) {
      removePhones(data.path("response").path("units"));
      removePhone(data.path("assignment"));
    }
    if (data.get("incident") instanceof ObjectNode incident) {
      ofIncident(sight, incident);
    }
  }

  /** Takes it out of an incident. */
  public static void ofIncident(Sight sight, ObjectNode incident) {
    if (!sight.duress()) {
      incident.remove("duress");
      if (incident.get("cancelRequest") instanceof ObjectNode request) {
        request.remove("pin");
      }
    }
    if (!sight.phones()) {
      removePhones(incident.path("assignments"));
    }
    if (!sight.work()) {
      incident.remove(DESKS_WORK);
      incident.putArray("assignments");
      if (incident.get("closing") instanceof ObjectNode closing) {
        closing.remove(DESKS_WORDS);
      }
    }
  }

  private static void removePhones(JsonNode many) {
    many.forEach(Redaction::removePhone);
  }

  private static void removePhone(JsonNode one) {
    if (one instanceof ObjectNode object) {
      object.remove("phone");
    }
  }
}
