package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded pictures of the last seconds, whole groups only: it begins with a key frame, always.
 * Nothing is decoded. Bounded in time and bytes; if a single group outgrows the bytes, it is
 * forgotten, and the ring waits for the next key frame; so it is if all rings together have used up
 * their memory. What it returns are copies, because the memory is used again. Not thread-safe: it
 * belongs to the event loop of its camera.
 */
final class PrePressRing {

  /** A camera that is silent for less may just be slow. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final long spanTicks;
  private final long keptNanos;
  private final long maxBytes;
  private final RingMemory memory;
  private final Deque<PictureGroup> groups = new ArrayDeque<>();
  private long bytes;
  private long overflows;

  /**
   * Prepares an empty ring.
   *
   * @param span how much is kept at least, once so much came; with zero only the present group is
   * @param maxBytes how much is kept at most
   * @param memory where it is kept, shared with other rings
   */
  PrePressRing(Duration span, long maxBytes, RingMemory memory) {
    this.memory = memory;
    this.keptNanos = span.plus(SILENCE).toNanos();
    this.spanTicks = span.toNanos() / 1000 * MediaClock.TICKS_PER_SECOND / 1_000_000;
    this.maxBytes = maxBytes;
  }

  /** Adds the next picture; one that builds on a group that isn't there is left out. */
  void add(AccessUnit unit) {
    if (unit.isKey()) {
      makeRoomFor(unit);
      groups.addLast(new PictureGroup(memory));
    }
    PictureGroup present = groups.peekLast();
    if (present == null) {
      return;
    }
    long before = present.bytes();
    boolean kept = present.add(unit);
    bytes += present.bytes() - before;
    while (groups.size() > 1 && bytes > maxBytes) {
      removeOldest();
    }
    if (bytes > maxBytes || !kept) {
      overflows++;
      clear();
    }
  }

  /** Before the group begins, so that it takes over the memory of those that go. */
  private void makeRoomFor(AccessUnit key) {
    while (!groups.isEmpty() && isOldestDispensable(key)) {
      removeOldest();
    }
  }

  /** Says whether what comes after the oldest group is already as long as was asked for. */
  private boolean isOldestDispensable(AccessUnit newest) {
    Iterator<PictureGroup> oldest = groups.iterator();
    oldest.next();
    AccessUnit beginning = oldest.hasNext() ? oldest.next().key() : newest;
    return newest.decodeTime() - beginning.decodeTime() >= spanTicks;
  }

  private void removeOldest() {
    PictureGroup oldest = groups.removeFirst();
    bytes -= oldest.bytes();
    oldest.release();
  }

  /** Forgets groups that ended before the span and a moment, because nothing new comes. */
  void expire(long nowNanos) {
    while (!groups.isEmpty() && nowNanos - groups.getFirst().newest().receivedNanos() > keptNanos) {
      removeOldest();
    }
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    groups.forEach(PictureGroup::release);
    groups.clear();
    bytes = 0;
  }

  /** Everything, oldest first; begins with a key frame, or is empty. */
  List<AccessUnit> all() {
    List<AccessUnit> all = new ArrayList<>();
    groups.forEach(group -> all.addAll(group.copy()));
    return all;
  }

  /** The newest group so far; begins with a key frame, or is empty. */
  List<AccessUnit> newestGroup() {
    PictureGroup newest = groups.peekLast();
    return newest == null ? List.of() : newest.copy();
  }

  /** The newest key frame, or null. */
  @Nullable AccessUnit newestKey() {
    PictureGroup newest = groups.peekLast();
    return newest == null ? null : newest.copyKey();
  }

  /** The key frame whose arrival is nearest to a moment of {@link System#nanoTime()}, or null. */
  @Nullable AccessUnit keyNearest(long nanos) {
    PictureGroup nearest = null;
    for (PictureGroup group : groups) {
      if (nearest == null || distance(group, nanos) < distance(nearest, nanos)) {
        nearest = group;
      }
    }
    return nearest == null ? null : nearest.copyKey();
  }

  private static long distance(PictureGroup group, long nanos) {
    return Math.abs(group.key().receivedNanos() - nanos);
  }

  /** From the first picture kept to the last, by when they are decoded. */
  Duration span() {
    PictureGroup first = groups.peekFirst();
    PictureGroup last = groups.peekLast();
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

  /** Times that a single group of pictures outgrew the ring, or there was no memory left. */
  long overflows() {
    return overflows;
  }
}
