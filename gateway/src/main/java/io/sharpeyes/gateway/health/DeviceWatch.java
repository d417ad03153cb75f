package io.sharpeyes.gateway.health;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.StatusReported;
import io.sharpeyes.device.TopicMistaken;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Watches the devices: who can be heard, whose battery is low. Reports that change nothing end
 * here; only changes become events. Any thread; one entry for each device of the registry.
 *
 * <p>A device is offline only after it was silent for the settings' time, and a pause of the
 * gateway itself counts for nobody's silence: many false alarms of other products come from there.
 */
public final class DeviceWatch {

  private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

  private final HealthSettings settings;
  private final Consumer<Event> events;
  private final Map<DeviceId, DeviceState> states = new ConcurrentHashMap<>();
  private volatile Registry registry = Registry.EMPTY;
  private volatile Instant lastTick;

  /**
   * Begins to watch.
   *
   * @param events where changes go
   */
  public DeviceWatch(HealthSettings settings, Instant startedAt, Consumer<Event> events) {
    this.settings = settings;
    this.events = events;
    this.lastTick = startedAt;
  }

  /** Watches the devices of this registry from now on. */
  public void registry(Registry newRegistry, Instant now) {
    registry = newRegistry;
    states.keySet().removeIf(id -> newRegistry.device(id).isEmpty());
    for (Device device : newRegistry.devices()) {
      states
          .computeIfAbsent(device.id(), id -> new DeviceState(device, settings, now))
          .replaceBy(device);
    }
  }

  /**
   * Takes over what was known of a device before a restart. It may have been heard meanwhile: what
   * that disproves is told to be over.
   */
  public void resume(DeviceHealth before, Instant now) {
    DeviceState state = states.get(new DeviceId(before.device()));
    if (state != null) {
      tell(state.resume(before), now);
    }
  }

  /** Notes that a device was heard; cheap enough for every heartbeat. */
  public void seen(DeviceId device, Instant at) {
    DeviceState state = states.get(device);
    if (state != null) {
      state.seen(at);
    }
  }

  /** Takes a report. */
  public void onLinkUp(LinkUp report) {
    DeviceState state = states.get(report.device());
    if (state != null) {
      tell(state.up(report), report.receivedAt());
    }
  }

  /** Takes a report. */
  public void onLinkDown(LinkDown report) {
    DeviceState state = states.get(report.device());
    if (state != null) {
      tell(state.down(report), report.receivedAt());
    }
  }

  /** Takes a report. */
  public void onStatus(StatusReported report) {
    DeviceState state = states.get(report.device());
    if (state != null) {
      tell(state.reported(report), report.receivedAt());
    }
  }

  /** Takes a report. */
  public void onTopicMistaken(TopicMistaken report) {
    DeviceState state = states.get(report.device());
    if (state != null) {
      tell(state.mistook(report), report.receivedAt());
    }
  }

  /** Notes that a device answered a command. */
  public void answered(DeviceId device, Instant at) {
    DeviceState state = states.get(device);
    if (state != null) {
      tell(state.answered(at), at);
    }
  }

  /** Notes that a press of a device itself was stored, by whatever way it came. */
  public void pressArrived(DeviceId device, Instant at) {
    DeviceState state = states.get(device);
    if (state != null) {
      tell(state.pressArrived(at), at);
    }
  }

  /** Looks at the clock; to be called about once a second. */
  public void tick(Instant now) {
    Duration sinceLast = Duration.between(lastTick, now);
    lastTick = now;
    Duration pause =
        sinceLast.compareTo(LONGEST_TICK) > 0 || sinceLast.isNegative() ? sinceLast : Duration.ZERO;
    for (DeviceState state : states.values()) {
      tell(state.tick(now, pause), now);
    }
  }

  private void tell(List<HealthChange> changes, Instant at) {
    for (HealthChange change : changes) {
      events.accept(change.event(registry, at));
    }
  }

  /** How a device is; empty if the registry doesn't have it. */
  public Optional<DeviceHealth> health(DeviceId device) {
    return Optional.ofNullable(states.get(device)).map(DeviceState::health);
  }

  /** How many devices can be heard. */
  public int online() {
    return (int) states.values().stream().filter(DeviceState::isOnline).count();
  }

  /** How all devices are. */
  public Collection<DeviceHealth> all() {
    return states.values().stream().map(DeviceState::health).toList();
  }
}
