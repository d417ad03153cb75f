package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The readers whose connections live on one event loop. {@link #offer} may be called on any thread
 * and only hands on; everything else happens on the loop.
 */
final class PushLoop {

  private static final long RESET_AFTER_MS = 2_000;

  private final EventHub hub;
  private final Context context;
  private final Queue<Batch> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicBoolean lost = new AtomicBoolean();

  // Only on the loop.
  private final Set<DeskSession> sessions = new LinkedHashSet<>();
  private volatile long position;

  PushLoop(EventHub hub, Context context) {
    this.hub = hub;
    this.context = context;
  }

  /** Says that everything after this sequence will be offered. */
  void startsAt(long sequence) {
    position = Math.max(position, sequence);
  }

  /** The newest event that was handed to the readers of this loop. */
  long position() {
    return position;
  }

  /** Takes a batch; if too much is waiting, its readers will read it from the log instead. */
  void offer(Batch batch) {
    if (queued.addAndGet(batch.frames().size()) > hub.settings().loopEvents()) {
      queued.addAndGet(-batch.frames().size());
      if (batch.last() != Frame.NOT_STORED) {
        lost.set(true);
      }
      batch.passed(hub);
    } else {
      queue.add(batch);
    }
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(v -> drain());
    }
  }

  private void drain() {
    woken.set(false);
    for (Batch batch = queue.poll(); batch != null; batch = queue.poll()) {
      queued.addAndGet(-batch.frames().size());
      // After the poll: whatever was lost before this batch came is known by now.
      readAgainIfLost();
      deliver(batch);
      batch.passed(hub);
    }
    readAgainIfLost();
  }

  private void readAgainIfLost() {
    if (lost.compareAndSet(true, false)) {
      startsAt(hub.lastSequence());
      new ArrayList<>(sessions).forEach(DeskSession::fallBehind);
    }
  }

  private void deliver(Batch batch) {
    // First, so that a reader which turns live in the middle can't miss the beginning.
    position = Math.max(position, batch.last());
    List<DeskSession> now = new ArrayList<>(sessions);
    for (Frame frame : batch.frames()) {
      for (DeskSession session : now) {
        if (frame.sequence() == Frame.NOT_STORED) {
          session.passing(frame);
        } else {
          session.live(frame);
        }
      }
    }
  }

  void run(Consumer<DeskSession> action) {
    context.runOnContext(v -> new ArrayList<>(sessions).forEach(action));
  }

  /** Completes when everything that was asked of the loop before has happened. */
  void afterwards(Promise<Void> promise) {
    context.runOnContext(v -> promise.complete());
  }

  void add(DeskSession session) {
    sessions.add(session);
    hub.came(session.reader());
  }

  void remove(DeskSession session) {
    if (sessions.remove(session)) {
      hub.left(session.reader());
    }
  }

  void beat() {
    run(DeskSession::beat);
  }

  Future<List<StoredEvent>> read(long after) {
    return hub.read(after);
  }

  Frame frame(StoredEvent event, boolean open) {
    return hub.frame(event, open);
  }

  OpenIncidents open() {
    return hub.open();
  }

  void countTooSlow() {
    hub.countTooSlow();
  }

  void resetLater(DeskLink link) {
    hub.vertx()
        .setTimer(
            RESET_AFTER_MS,
            id -> {
              if (link.reset()) {
                hub.countReset();
              }
            });
  }
}
