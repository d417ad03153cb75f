package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded pictures of the last seconds, whole groups only: it begins with a key frame, always.
 * Nothing is decoded. Bounded in time and bytes; if a single group outgrows the bytes, it is
 * forgotten, and the ring waits for the next key frame. Not thread-safe: it belongs to the event
 * loop of its camera.
 */
final class PrePressRing {

  /** What an access unit takes besides its data, so that a million tiny ones are bounded too. */
  private static final int OVERHEAD_BYTES = 160;

  /** A camera that is silent for less may just be slow. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final long spanTicks;
  private final long keptNanos;
  private final long maxBytes;
  private final Deque<Group> groups = new ArrayDeque<>();
  private long bytes;
  private long overflows;

  /** A key frame and what builds on it. */
  private static final class Group {
    final List<AccessUnit> units = new ArrayList<>();
    long bytes;

    AccessUnit key() {
      return units.get(0);
    }

    AccessUnit newest() {
      return units.get(units.size() - 1);
    }
  }

  /**
   * Prepares an empty ring.
   *
   * @param span how much is kept at least, once so much came; with zero only the present group is
   * @param maxBytes how much is kept at most
   */
  PrePressRing(Duration span, long maxBytes) {
    this.keptNanos = span.plus(SILENCE).toNanos();
    this.spanTicks = span.toNanos() / 1000 * MediaClock.TICKS_PER_SECOND / 1_000_000;
    this.maxBytes = maxBytes;
  }

  /** Adds the next picture; one that builds on a group that isn't there is left out. */
  void add(AccessUnit unit) {
    if (unit.isKey()) {
      groups.addLast(new Group());
    }
    Group present = groups.peekLast();
    if (present == null) {
      return;
    }
    int size = unit.data().length + OVERHEAD_BYTES;
    present.units.add(unit);
    present.bytes += size;
    bytes += size;
    while (groups.size() > 1 && (bytes > maxBytes || isOldestDispensable(unit))) {
      removeOldest();
    }
    if (bytes > maxBytes) {
      overflows++;
      clear();
    }
  }

  /** Says whether what comes after the oldest group is already as long as was asked for. */
  private boolean isOldestDispensable(AccessUnit newest) {
    return newest.decodeTime() - second().key().decodeTime() >= spanTicks;
  }

  private Group second() {
    var iterator = groups.iterator();
    iterator.next();
    return iterator.next();
  }

  private void removeOldest() {
    bytes -= groups.removeFirst().bytes;
  }

  /** Forgets groups that ended before the span and a moment, because nothing new comes. */
  void expire(long nowNanos) {
    while (!groups.isEmpty() && nowNanos - groups.getFirst().newest().receivedNanos() > keptNanos) {
      removeOldest();
    }
  }

  /** Forgets everything. */
  void clear() {
    groups.clear();
    bytes = 0;
  }

  /** Everything, oldest first; begins with a key frame, or is empty. */
  List<AccessUnit> all() {
    List<AccessUnit> all = new ArrayList<>();
    groups.forEach(group -> all.addAll(group.units));
    return all;
  }

  /** The newest group so far; begins with a key frame, or is empty. */
  List<AccessUnit> newestGroup() {
    Group newest = groups.peekLast();
    return newest == null ? List.of() : List.copyOf(newest.units);
  }

  /** The newest key frame, or null. */
  @Nullable AccessUnit newestKey() {
    Group newest = groups.peekLast();
    return newest == null ? null : newest.key();
  }

  /** The key frame whose arrival is nearest to a moment of {@link System#nanoTime()}, or null. */
  @Nullable AccessUnit keyNearest(long nanos) {
    AccessUnit nearest = null;
    for (Group group : groups) {
      if (nearest == null || distance(group.key(), nanos) < distance(nearest, nanos)) {
        nearest = group.key();
      }
    }
    return nearest;
  }

  private static long distance(AccessUnit unit, long nanos) {
    return Math.abs(unit.receivedNanos() - nanos);
  }

  /** From the first picture kept to the last, by when they are shown. */
  Duration span() {
    Group first = groups.peekFirst();
    Group last = groups.peekLast();
    if (first == null || last == null) {
      return Duration.ZERO;
    }
    long ticks = last.newest().decodeTime() - first.key().decodeTime();
    return Duration.ofNanos(ticks * 1_000_000_000L / MediaClock.TICKS_PER_SECOND);
  }

  /** What is kept, in bytes, with what each picture takes besides its data. */
  long bytes() {
    return bytes;
  }

  /** Times that a single group of pictures outgrew the ring. */
  long overflows() {
    return overflows;
  }
}
