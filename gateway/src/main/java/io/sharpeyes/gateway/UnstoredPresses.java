package io.sharpeyes.gateway;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Shows desks the presses that the full disk didn't take. Nothing was acknowledged, so the device
 * tries again and again: each is told once in a while, not each time.
 */
final class UnstoredPresses {

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
  private static final int MOST_DEVICES = 20_000;

  private final Context context;
  private final InstantSource clock;
  private final Consumer<Event> publish;

  // Owned by the context.
  private final Map<String, Instant> told = new LinkedHashMap<>();

  /**
   * Makes one.
   *
   * @param context an event loop of its own
   * @param publish shows an event that isn't stored
   */
  UnstoredPresses(Context context, InstantSource clock, Consumer<Event> publish) {
    this.context = context;
    this.clock = clock;
    this.publish = publish;
  }

  /** On the journal's writer thread: only hands on. */
  void unstored(Press press) {
    context.runOnContext(later -> tell(press));
  }

  private void tell(Press press) {
    String device = press.device().id().value();
    Instant now = clock.instant();
    Instant before = told.remove(device);
    boolean again = before == null || !now.isBefore(before.plus(AGAIN_AFTER));
    told.put(device, again ? now : before);
    if (told.size() > MOST_DEVICES) {
      told.remove(told.keySet().iterator().next());
    }
    if (again) {
      publish.accept(event(press, now));
    }
  }

  private static Event event(Press press, Instant now) {
    Place place = press.place();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("device", press.device().id().value());
    data.put("deviceName", press.device().name());
    data.put("code", press.signal().code());
    data.put("receivedAt", press.signal().receivedAt());
    data.put("place", place);
    return new Event(
        "alarm.unstored",
        press.device().id().value(),
        now,
        place.district(),
        null, // Who is at the site must not learn of an alarm that may be a quiet one.
        Set.of(),
        data);
  }
}
