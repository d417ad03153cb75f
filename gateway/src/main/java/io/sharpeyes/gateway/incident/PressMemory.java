package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which presses are known, so that one that arrives again is the same alarm. Changes can be taken
 * back.
 *
 * <p>Bounded: so many for each device, so that one that invents ids can't push out the others', and
 * so many in all; the oldest goes first. A press that was let go and arrives again is a new alarm:
 * doubled, but not lost.
 */
final class PressMemory {

  /**
   * A press that is known.
   *
   * @param device its device
   * @param press the device's own id of it, or what stands for it ({@link #key})
   * @param at when it was stored
   * @param incident its incident
   * @param n which of the incident's alarms it is
   */
  record Known(String device, String press, Instant at, String incident, int n) {

    String alarm() {
      return Alarm.id(incident, n);
    }
  }

  private final Map<String, Deque<Known>> byDevice = new HashMap<>();
  private final Deque<Known> inOrder = new ArrayDeque<>();
  private final Undo undo;
  private final int perDevice;
  private final int total;

  PressMemory(Undo undo, int perDevice, int total) {
    this.undo = undo;
    this.perDevice = perDevice;
    this.total = total;
  }

  /**
   * What stands for a press without an id: when the device says it was pressed. Only good for a
   * broker's retained messages; delivered live, a press without an id is always a repeat.
   */
  static @Nullable String key(@Nullable String press, @Nullable Instant pressedAt) {
    if (press != null) {
      return "#" + press;
    }
    return pressedAt == null ? null : "@" + pressedAt.toEpochMilli();
  }

  /** The newest known press under this key, or null. */
  @Nullable Known find(String device, @Nullable String key) {
    Deque<Known> known = key == null ? null : byDevice.get(device);
    if (known == null) {
      return null;
    }
    for (Iterator<Known> newestFirst = known.descendingIterator(); newestFirst.hasNext(); ) {
      Known candidate = newestFirst.next();
      if (candidate.press().equals(key)) {
        return candidate;
      }
    }
    return null;
  }

  void remember(Known press) {
    Deque<Known> own = byDevice.computeIfAbsent(press.device(), d -> new ArrayDeque<>(4));
    own.addLast(press);
    inOrder.addLast(press);
    undo.add(
        () -> {
          inOrder.removeLast();
          removeLast(press.device());
        });
    if (own.size() > perDevice) {
      forgetFirst(press.device());
    }
    if (inOrder.size() > total) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Known oldest = inOrder.removeFirst();
    undo.add(() -> inOrder.addFirst(oldest));
    Deque<Known> own = byDevice.get(oldest.device());
    // Its device may have let it go already.
    if (own != null && oldest.equals(own.peekFirst())) {
      forgetFirst(oldest.device());
    }
  }

  private void forgetFirst(String device) {
    Deque<Known> own = byDevice.get(device);
    if (own == null) {
      return;
    }
    Known first = own.removeFirst();
    if (own.isEmpty()) {
      byDevice.remove(device);
    }
    undo.add(() -> byDevice.computeIfAbsent(device, d -> new ArrayDeque<>(4)).addFirst(first));
  }

  private void removeLast(String device) {
    Deque<Known> own = byDevice.get(device);
    if (own != null) {
      own.removeLast();
      if (own.isEmpty()) {
        byDevice.remove(device);
      }
    }
  }

  /** All that are known, the oldest first; a copy. */
  List<Known> all() {
    return List.copyOf(inOrder);
  }

  int size() {
    return inOrder.size();
  }
}
