package io.sharpeyes.gateway.health;

import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.StatusReported;
import io.sharpeyes.device.TopicMistaken;
import io.sharpeyes.gateway.health.DeviceHealth.DeviceFault;
import io.sharpeyes.gateway.health.DeviceHealth.FaultCode;
import io.sharpeyes.gateway.health.DeviceHealth.Link;
import io.sharpeyes.gateway.registry.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One device's health as it changes. Guarded by itself: every method is synchronized, because a
 * device may be heard on several connections at once; only {@link #seen} is not, because it is
 * called for every heartbeat.
 */
final class DeviceState {

  /** A battery's curve needs no finer steps, and the log no more rows. */
  private static final Duration SAMPLE_EVERY = Duration.ofDays(1);

  private final HealthSettings settings;
  private final Map<FaultCode, Instant> faults = new EnumMap<>(FaultCode.class);
  private volatile @Nullable Instant seenAt;
  private Device device;
  private Link link = Link.UNKNOWN;
  private Instant linkSince;
  private @Nullable Instant silentSince;
  private @Nullable Instant pauseEndedAt;
  private @Nullable StatusReported status;
  private @Nullable String wrongTopic;
  private @Nullable Instant pressedAt;
  private @Nullable Instant sampledAt;
  private @Nullable Integer sampledBattery;

  DeviceState(Device device, HealthSettings settings, Instant startedAt) {
    this.device = device;
    this.settings = settings;
    this.linkSince = startedAt;
    this.silentSince = startedAt.plus(settings.startGrace()).minus(settings.offlineAfter());
  }

  /**
   * Takes over what was known before a restart, so that an old fault isn't told again as new. What
   * was heard since is said once more on top: it is newer.
   */
  synchronized List<HealthChange> resume(DeviceHealth before) {
    boolean isBack = link == Link.ONLINE;
    Instant backAt = linkSince;
    if (link != Link.OFFLINE) {
      link = before.link() == Link.ONLINE ? Link.UNKNOWN : before.link();
      linkSince = before.linkSince();
    }
    before.faults().forEach(fault -> faults.put(fault.code(), fault.since()));
    wrongTopic = wrongTopic == null ? before.wrongTopic() : wrongTopic;
    sampledBattery = before.batteryPercent();
    sampledAt = sampledBattery == null ? null : before.seenAt();
    List<HealthChange> changes = new ArrayList<>();
    if (isBack) {
      changes.addAll(heardAgain(backAt));
    }
    Instant heardAt = seenAt;
    StatusReported heard = status;
    if (heard != null) {
      status = null;
      changes.addAll(reported(heard));
    }
    Instant pressed = pressedAt;
    if (pressed != null) {
      changes.addAll(pressArrived(pressed));
    }
    seenAt = heardAt;
    return changes;
  }

  synchronized void replaceBy(Device newDevice) {
    device = newDevice;
  }

  void seen(Instant at) {
    seenAt = at;
  }

  synchronized List<HealthChange> up(LinkUp report) {
    seenAt = report.receivedAt();
    silentSince = null;
    return heardAgain(report.receivedAt());
  }

  synchronized List<HealthChange> down(LinkDown report) {
    if (silentSince == null) {
      silentSince = report.receivedAt();
    }
    return List.of();
  }

  synchronized List<HealthChange> reported(StatusReported report) {
    List<HealthChange> changes = new ArrayList<>(answered(report.receivedAt()));
    if (unchanged(report)) {
      return changes;
    }
    status = report;
    Instant at = report.receivedAt();
    Integer battery = report.batteryPercent();
    if (battery != null) {
      // Five points of slack, so that a battery at the bound doesn't come and go.
      boolean low =
          battery <= settings.lowBatteryPercent()
              || (faults.containsKey(FaultCode.LOW_BATTERY)
                  && battery < settings.lowBatteryPercent() + 5);
      mark(FaultCode.LOW_BATTERY, low, at, changes);
      sample(battery, at, changes);
    }
    mark(FaultCode.MAINS_LOST, report.mains(), false, at, changes);
    mark(FaultCode.TAMPER, report.tamper(), true, at, changes);
    Instant clock = report.clock();
    if (clock != null) {
      boolean off = Duration.between(clock, at).abs().compareTo(settings.clockOff()) > 0;
      mark(FaultCode.CLOCK_OFF, off, at, changes);
    }
    return changes;
  }

  /**
   * The first value is only where the curve begins: what a gateway finds at its start is no news.
   */
  private void sample(Integer battery, Instant at, List<HealthChange> changes) {
    if (sampledAt == null) {
      sampledAt = at;
      sampledBattery = battery;
    } else if (!battery.equals(sampledBattery)
        && Duration.between(sampledAt, at).compareTo(SAMPLE_EVERY) >= 0) {
      sampledAt = at;
      sampledBattery = battery;
      changes.add(new HealthChange(HealthChange.Kind.SAMPLED, device, health()));
    }
  }

  /** Of what can be pressed, only a press that arrives proves that it has found its topic. */
  synchronized List<HealthChange> mistook(TopicMistaken report) {
    seenAt = report.receivedAt();
    wrongTopic = report.topic();
    pressedAt = null; // What stands is the last that it did.
    List<HealthChange> changes = new ArrayList<>();
    mark(FaultCode.WRONG_TOPIC, true, report.receivedAt(), changes);
    return changes;
  }

  /** It published where it should: for a device that never presses that is proof enough. */
  synchronized List<HealthChange> answered(Instant at) {
    seenAt = at;
    return wrongTopic == null || device.kind().presses() ? List.of() : pressArrived(at);
  }

  synchronized List<HealthChange> pressArrived(Instant at) {
    seenAt = at;
    pressedAt = at;
    wrongTopic = null;
    List<HealthChange> changes = new ArrayList<>();
    mark(FaultCode.WRONG_TOPIC, false, at, changes);
    return changes;
  }

  private boolean unchanged(StatusReported report) {
    StatusReported last = status;
    return last != null
        && report.clock() == null
        && Objects.equals(last.batteryPercent(), report.batteryPercent())
        && Objects.equals(last.mains(), report.mains())
        && Objects.equals(last.tamper(), report.tamper())
        && Objects.equals(last.rssiDbm(), report.rssiDbm())
        && Objects.equals(last.firmware(), report.firmware());
  }

  private void mark(
      FaultCode code,
      @Nullable Boolean value,
      boolean isFault,
      Instant at,
      List<HealthChange> changes) {
    if (value != null) {
      mark(code, value == isFault, at, changes);
    }
  }

  private void mark(FaultCode code, boolean faulty, Instant at, List<HealthChange> changes) {
    if (faulty == faults.containsKey(code)) {
      return;
    }
    if (faulty) {
      faults.put(code, at);
      changes.add(new HealthChange(HealthChange.Kind.FAULT, device, health()));
    } else {
      faults.remove(code);
      changes.add(new HealthChange(HealthChange.Kind.MENDED, device, health()));
    }
  }

  private List<HealthChange> heardAgain(Instant at) {
    if (link == Link.ONLINE) {
      return List.of();
    }
    boolean wasOffline = link == Link.OFFLINE;
    link = Link.ONLINE;
    linkSince = at;
    faults.remove(FaultCode.OFFLINE);
    return wasOffline
        ? List.of(new HealthChange(HealthChange.Kind.ONLINE, device, health()))
        : List.of();
  }

  /**
   * Looks at the clock.
   *
   * @param pause how long the gateway itself stood still, which no device answers for
   */
  synchronized List<HealthChange> tick(Instant now, Duration pause) {
    if (!pause.isZero()) {
      pauseEndedAt = now;
      silentSince = silentSince == null ? null : silentSince.plus(pause);
    }
    Instant silent = silenceBegan();
    if (link == Link.OFFLINE
        || silent == null
        || Duration.between(silent, now).compareTo(settings.offlineAfter()) < 0) {
      return List.of();
    }
    link = Link.OFFLINE;
    linkSince = silent;
    faults.put(FaultCode.OFFLINE, silent);
    return List.of(new HealthChange(HealthChange.Kind.OFFLINE, device, health()));
  }

  /** A link that is up but silent for two and a half of the device's own periods is down too. */
  private @Nullable Instant silenceBegan() {
    if (silentSince != null) {
      return silentSince;
    }
    Duration every = device.reportEvery();
    Instant seen = seenAt;
    if (every == null || seen == null) {
      return null;
    }
    Instant from = pauseEndedAt != null && pauseEndedAt.isAfter(seen) ? pauseEndedAt : seen;
    return from.plus(every.multipliedBy(5).dividedBy(2)).minus(settings.offlineAfter());
  }

  synchronized boolean isOnline() {
    return link == Link.ONLINE;
  }

  synchronized DeviceHealth health() {
    StatusReported last = status;
    return new DeviceHealth(
        device.id().value(),
        link,
        linkSince,
        seenAt,
        last == null ? null : last.batteryPercent(),
        last == null ? null : last.rssiDbm(),
        last == null ? null : last.mains(),
        last == null ? null : last.tamper(),
        last == null ? null : last.firmware(),
        wrongTopic,
        faults.entrySet().stream()
            .map(fault -> new DeviceFault(fault.getKey(), fault.getValue()))
            .toList());
  }
}
