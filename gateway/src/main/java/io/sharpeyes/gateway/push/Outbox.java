package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a reader whose socket is full: stored events in order, bounded by count and bytes;
 * and of those that are not stored only the newest of each subject. One thread.
 */
final class Outbox {

  private static final int MAX_PASSING = 1_000;

  private final int maxEvents;
  private final int maxBytes;
  private final Sight sight;
  private final ArrayDeque<Frame> stored = new ArrayDeque<>();
  private final Map<String, Frame> passing = new LinkedHashMap<>();
  private long bytes;

  Outbox(PushSettings settings, Sight sight) {
    this.maxEvents = settings.outboxEvents();
    this.maxBytes = settings.outboxBytes();
    this.sight = sight;
  }

  boolean isEmpty() {
    return stored.isEmpty() && passing.isEmpty();
  }

  /**
   * Takes one more.
   *
   * @return false if a stored event doesn't fit any more
   */
  boolean offer(Frame frame) {
    if (frame.sequence() == Frame.NOT_STORED) {
      keepNewest(frame);
      return true;
    }
    int size = frame.json(sight).length;
    if (stored.size() >= maxEvents || bytes + size > maxBytes) {
      return false;
    }
    stored.add(frame);
    bytes += size;
    return true;
  }

  private void keepNewest(Frame frame) {
    String key = frame.type() + ' ' + frame.subject();
    passing.remove(key);
    if (passing.size() >= MAX_PASSING) {
      Iterator<Frame> oldest = passing.values().iterator();
      oldest.next();
      oldest.remove();
    }
    passing.put(key, frame);
  }

  /** Takes the next one out: stored ones first. */
  @Nullable Frame poll() {
    Frame next = stored.poll();
    if (next != null) {
      bytes -= next.json(sight).length;
      return next;
    }
    Iterator<Frame> waiting = passing.values().iterator();
    if (!waiting.hasNext()) {
      return null;
    }
    Frame newest = waiting.next();
    waiting.remove();
    return newest;
  }

  void clear() {
    stored.clear();
    passing.clear();
    bytes = 0;
  }
}
