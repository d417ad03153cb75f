package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.device.CommandReplied;
import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has loudspeakers say what a desk wants said, and puts into the incident's timeline whether they
 * did ({@code announcement.answered}). Methods may be called on any thread; everything happens on
 * one event loop.
 *
 * <p>An announcement that was stored but not sent when the gateway stopped is not sent later: what
 * was right to say then may be wrong now.
 */
final class Announcements {

  private static final Logger log = LoggerFactory.getLogger(Announcements.class);
  private static final long PATIENCE_MS = 30_000;
  private static final int MOST_AWAITED = 1_000;

  /** A command that a loudspeaker hasn't answered yet. */
  private record Awaited(StoredEvent announcement, String speaker, long timer) {}

  private final Vertx vertx;
  private final Context context;
  private final List<DeviceAdapter> adapters;
  private final InstantSource clock;
  private final Consumer<Event> events;

  // Only on the context.
  private final Map<String, Awaited> awaited = new HashMap<>();

  Announcements(
      Vertx vertx, List<DeviceAdapter> adapters, InstantSource clock, Consumer<Event> events) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.adapters = adapters;
    this.clock = clock;
    this.events = events;
  }

  /** Takes what was committed. */
  void committed(List<StoredEvent> batch) {
    for (StoredEvent event : batch) {
      if (event.type().equals("incident.announced")) {
        context.runOnContext(now -> announce(event));
      }
    }
  }

  /** Takes a loudspeaker's answer; one that nobody waits for is forgotten. */
  void replied(CommandReplied reply) {
    context.runOnContext(
        now -> {
          Awaited one = awaited.get(reply.commandId());
          if (one != null && one.speaker.equals(reply.device().value())) {
            settle(reply.commandId(), reply.done(), reply.detail());
          }
        });
  }

  private void announce(StoredEvent event) {
    String id = String.valueOf(event.sequence());
    try {
      JsonNode data = ApiJson.MAPPER.readTree(event.json());
      String speaker = data.path("speaker").asText();
      if (awaited.size() >= MOST_AWAITED) {
        answered(event, speaker, false, "too many announcements wait for an answer");
        return;
      }
      long timer =
          vertx.setTimer(PATIENCE_MS, late -> settle(id, false, "it didn't answer within 30 s"));
      awaited.put(id, new Awaited(event, speaker, timer));
      DeviceCommand command =
          new DeviceCommand(id, DeviceCommand.Action.ANNOUNCE, data.path("text").asText());
      send(new DeviceId(speaker), command)
          .onFailure(
              failure ->
                  context.runOnContext(now -> settle(id, false, "it can't be reached just now")));
    } catch (IOException | IllegalArgumentException unreadable) {
      log.atError()
          .addKeyValue("sequence", event.sequence())
          .setCause(unreadable)
          .log("an announcement could not be read: it is not spoken");
    }
  }

  /** By whichever way the loudspeaker is connected. */
  private Future<?> send(DeviceId speaker, DeviceCommand command) {
    return Future.any(
        adapters.stream().map(adapter -> adapter.sendCommand(speaker, command)).toList());
  }

  private void settle(String id, boolean done, String detail) {
    Awaited one = awaited.remove(id);
    if (one != null) {
      vertx.cancelTimer(one.timer);
      answered(one.announcement, one.speaker, done, detail);
    }
  }

  private void answered(StoredEvent announcement, String speaker, boolean done, String detail) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incidentId", announcement.subject());
    data.put("announcement", String.valueOf(announcement.sequence()));
    data.put("speaker", speaker);
    data.put("done", done);
    data.put("detail", detail);
    events.accept(
        new Event(
            "announcement.answered",
            announcement.subject(),
            clock.instant(),
            announcement.district(),
            announcement.site(),
            Set.copyOf(announcement.units()),
            data));
  }
}
