package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.incident.Incident.PressedDevice;
import io.sharpeyes.gateway.incident.Incident.Presses;
import io.sharpeyes.gateway.registry.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Counts the presses of an incident. */
final class Tally {

  /** How many devices of an incident are named, and so get feedback and count for its latch. */
  static final int NAMED_DEVICES = 64;

  private Tally() {}

  static Presses first(PressIntake.Signal signal, Instant now) {
    return new Presses(1, 1, now, now, List.of(pressed(signal, 1, now)));
  }

  /** One more press. */
  static Presses add(Presses before, PressIntake.Signal signal, Instant now) {
    List<PressedDevice> devices = new ArrayList<>(before.devices());
    int known = indexOf(devices, signal.device().id().value());
    if (known >= 0) {
      devices.set(known, pressed(signal, devices.get(known).count() + 1, now));
    } else if (devices.size() < NAMED_DEVICES) {
      devices.add(pressed(signal, 1, now));
    }
    return new Presses(before.count() + 1, devices.size(), before.firstAt(), now, devices);
  }

  /** The presses of both, of an incident and of one that is merged into it. */
  static Presses absorb(Presses own, Presses merged) {
    List<PressedDevice> devices = new ArrayList<>(own.devices());
    for (PressedDevice other : merged.devices()) {
      int known = indexOf(devices, other.device());
      if (known >= 0) {
        devices.set(known, both(devices.get(known), other));
      } else if (devices.size() < NAMED_DEVICES) {
        devices.add(other);
      }
    }
    return new Presses(
        own.count() + merged.count(),
        devices.size(),
        earlier(own.firstAt(), merged.firstAt()),
        own.lastAt().isBefore(merged.lastAt()) ? merged.lastAt() : own.lastAt(),
        devices);
  }

  private static PressedDevice both(PressedDevice one, PressedDevice other) {
    PressedDevice last = one.lastAt().isBefore(other.lastAt()) ? other : one;
    return new PressedDevice(
        one.device(),
        last.name(),
        one.count() + other.count(),
        last.lastAt(),
        last.press(),
        last.restored(),
        last.feedback());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** A device was reset. */
  static Presses restored(Presses before, String device) {
    return new Presses(
        before.count(),
        before.places(),
        before.firstAt(),
        before.lastAt(),
        before.devices().stream()
            .map(pressed -> pressed.device().equals(device) ? pressed.reset() : pressed)
            .toList());
  }

  /** The presses of a closed incident: what has no latch needs no reset. */
  static Presses withoutLatchless(Presses before, Predicate<String> hasLatch) {
    return new Presses(
        before.count(),
        before.places(),
        before.firstAt(),
        before.lastAt(),
        before.devices().stream()
            .map(pressed -> hasLatch.test(pressed.device()) ? pressed : pressed.reset())
            .toList());
  }

  /** Whether all are reset. */
  static Condition condition(Presses presses) {
    return presses.devices().stream().allMatch(PressedDevice::restored)
        ? Condition.RESTORED
        : Condition.ACTIVE;
  }

  private static PressedDevice pressed(PressIntake.Signal signal, int count, Instant now) {
    Device device = signal.device();
    return new PressedDevice(
        device.id().value(),
        device.name(),
        count,
        now,
        signal.press(),
        false,
        device.feedback().name().toLowerCase(Locale.ROOT));
  }

  private static int indexOf(List<PressedDevice> devices, String id) {
    for (int i = 0; i < devices.size(); i++) {
      if (devices.get(i).device().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
