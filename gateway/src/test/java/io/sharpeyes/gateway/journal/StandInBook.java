package io.sharpeyes.gateway.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Condition;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Handling;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Outcome;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.incident.Status;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A case book that opens an incident for each new press id and knows nothing else. */
final class StandInBook implements CaseBook {

  private Map<String, String> committed = new LinkedHashMap<>();
  private Map<String, String> working = new LinkedHashMap<>();
  private int last;

  @Override
  public Outcome<PressResult> press(Press press, Instant now) {
    String key = press.signal().device() + "/" + press.signal().press();
    if ("poison".equals(press.signal().press())) {
      working.put("half", "changed");
      throw new IllegalStateException("poison");
    }
    String known = working.get(key);
    if (known != null) {
      return new Outcome<>(new PressResult(incident(known, press, now), known, true), List.of());
    }
    String id = "I-" + ++last;
    working.put(key, id);
    Event event =
        new Event(
            "incident.opened", id, now, "d", null, Set.of(), Map.of("key", key, "incident", id));
    return new Outcome<>(new PressResult(incident(id, press, now), id, false), List.of(event));
  }

  private static Incident incident(String id, Press press, Instant now) {
    return new Incident(
        id,
        0,
        now,
        now,
        Status.ACTUAL,
        1,
        120,
        false,
        false,
        false,
        Condition.ACTIVE,
        new Handling.New(now),
        press.place(),
        new Incident.Presses(1, 1, now, now, List.of()),
        new Incident.Ringing(List.of("d"), 0, null, null),
        List.of(),
        null,
        Incident.Links.NONE);
  }

  @Override
  public Outcome<PressResult> restore(Press press, Instant now) {
    return press(press, now);
  }

  @Override
  public Outcome<PressResult> cancel(CancelAttempt attempt, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Incident> command(
      IncidentCommand command, @Nullable Incident stored, Instant now) {
    throw new Rejected(Rejected.Reason.NOT_FOUND, "there is no such incident", null);
  }

  @Override
  public Outcome<Boolean> presence(Actor desk, String district, boolean online, Instant now) {
    return new Outcome<>(true, List.of());
  }

  @Override
  public Outcome<Integer> tick(Instant now) {
    return new Outcome<>(0, List.of());
  }

  @Override
  public Optional<Instant> nextDeadline() {
    return Optional.empty();
  }

  @Override
  public void registry(Registry registry) {}

  @Override
  public void commit() {
    committed = new LinkedHashMap<>(working);
  }

  @Override
  public void rollback() {
    working = new LinkedHashMap<>(committed);
    last = working.size();
  }

  @Override
  public void replay(String type, String subject, Instant at, Object data) {
    if (type.equals("incident.opened")) {
      try {
        JsonNode node = new ObjectMapper().readTree(((Buffer) data).getBytes());
        working.put(node.get("key").textValue(), subject);
        last++;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Collection<Incident> open() {
    return List.of();
  }
}
