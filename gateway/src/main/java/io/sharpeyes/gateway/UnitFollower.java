package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.response.UnitStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Keeps the units' states in step with what was stored about them. On the writer's thread. */
final class UnitFollower {

  private static final Set<String> FREE_AGAIN = Set.of("declined", "done");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnitStates states;

  UnitFollower(UnitStates states) {
    this.states = states;
  }

  /** Takes what was known when the gateway started. */
  void begin(Collection<Incident> open, Collection<String> onDuty) {
    onDuty.forEach(unit -> states.duty(unit, true));
    for (Incident incident : open) {
      for (Assignment assignment : incident.assignments()) {
        assigned(assignment.unit(), incident.id(), assignment.state().wireName());
      }
    }
  }

  void committed(List<StoredEvent> events) {
    for (StoredEvent event : events) {
      if (event.type().equals("unit.duty")) {
        states.duty(event.subject(), data(event).path("onDuty").asBoolean());
      } else if (event.type().startsWith("assignment.")) {
        JsonNode assignment = data(event).path("assignment");
        assigned(
            assignment.path("unit").asText(), event.subject(), assignment.path("state").asText());
      } else if (event.type().equals("incident.closed")) {
        event.units().forEach(unit -> states.assigned(unit, null));
      }
    }
  }

  private void assigned(String unit, String incident, String state) {
    states.assigned(unit, FREE_AGAIN.contains(state) ? null : incident);
  }

  private static JsonNode data(StoredEvent event) {
    try {
      return JSON.readTree(event.data().getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("event " + event.sequence() + " is no JSON", e);
    }
  }
}
