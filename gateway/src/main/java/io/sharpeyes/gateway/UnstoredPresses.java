package io.sharpeyes.gateway;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.push.EventHub;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Shows desks the presses that could not be stored because the disk is full: in red, because
 * nothing else remembers them. Any thread.
 */
final class UnstoredPresses {

  private final Vertx vertx;
  private final EventHub hub;

  UnstoredPresses(Vertx vertx, EventHub hub) {
    this.vertx = vertx;
    this.hub = hub;
  }

  /** On the journal's writer thread: only hands on. */
  void show(Press press) {
    vertx.runOnContext(v -> hub.publish(event(press)));
  }

  /** No site: its people are not told, because it is not known whether the alarm is a quiet one. */
  private static Event event(Press press) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("device", press.device().id().value());
    data.put("deviceName", press.device().name());
    data.put("place", press.place());
    return new Event(
        "alarm.unstored",
        press.device().id().value(),
        press.signal().receivedAt(),
        press.place().district(),
        null,
        Set.of(),
        data);
  }
}
