package io.sharpeyes.gateway.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer. Alarms go first, then desks' commands, then other events, and last
 * what was shown to whom. Each lane has a bound, and a share of each batch, so that a flood in one
 * never starves the next for longer than a batch.
 */
final class Lanes {

  /** In the order in which they are served. */
  enum Lane {
    ALARMS,
    COMMANDS,
    EVENTS,
    /** The delivery ledger. */
    LEDGER;

    /** The word in metrics: {@code alarms}. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Alarms, of which one waits for the other only, have the batch's whole room; how much of all
   * else may be in a batch is how long an alarm may have to wait for it.
   */
  private static final class Queue {
    final ArrayDeque<Ask<?>> asks = new ArrayDeque<>();
    final int bound;
    final int share;

    Queue(int bound, int share) {
      this.bound = bound;
      this.share = share;
    }

    void moveTo(List<Ask<?>> batch) {
      for (int n = Math.min(asks.size(), share); n > 0; n--) {
        batch.add(asks.remove());
      }
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  // Guarded by the lock.
  private final Queue alarms;
  private final Queue commands;
  private final Queue events;
  private final Queue ledger;
  private final Map<String, Ask<?>> presences = new LinkedHashMap<>();
  private boolean closed;
  private boolean aborted;

  Lanes(JournalSettings settings) {
    alarms = new Queue(settings.alarmLane(), 2_048);
    commands = new Queue(settings.commandLane(), 64);
    events = new Queue(settings.eventLane(), 64);
    ledger = new Queue(settings.eventLane(), 16);
  }

  private Queue queue(Lane lane) {
    return switch (lane) {
      case ALARMS -> alarms;
      case COMMANDS -> commands;
      case EVENTS -> events;
      case LEDGER -> ledger;
    };
  }

  /**
   * Puts something in.
   *
   * @throws NotStored if the lane is full or closed
   */
  void offer(Lane lane, Ask<?> ask) {
    lock.lock();
    try {
      if (closed) {
        throw stopped();
      }
      Queue queue = queue(lane);
      if (queue.asks.size() >= queue.bound) {
        throw overloaded(lane, queue.bound);
      }
      queue.asks.add(ask);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts in whether a person is there: only the last word counts, so there is at most one a person.
   */
  void offerPresence(String person, Ask<?> ask) {
    lock.lock();
    try {
      if (!closed) {
        presences.remove(person);
        presences.put(person, ask);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next batch: all that waits, up to each lane's share, in the lanes' order.
   *
   * @param nanos how long to wait for something; may be zero
   * @return empty if nothing came
   */
  List<Ask<?>> take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (isEmpty() && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next batch without waiting. */
  List<Ask<?>> poll() {
    lock.lock();
    try {
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return alarms.asks.isEmpty()
        && commands.asks.isEmpty()
        && events.asks.isEmpty()
        && ledger.asks.isEmpty()
        && presences.isEmpty();
  }

  private List<Ask<?>> drain() {
    List<Ask<?>> batch = new ArrayList<>();
    alarms.moveTo(batch);
    batch.addAll(presences.values());
    presences.clear();
    commands.moveTo(batch);
    events.moveTo(batch);
    ledger.moveTo(batch);
    return batch;
  }

  /** Takes nothing in any more; what waits may still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing in any more, and what waits must not be written either. */
  void abort() {
    lock.lock();
    try {
      aborted = true;
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Says whether there is nothing more to write. */
  boolean isDone() {
    lock.lock();
    try {
      return aborted || (closed && isEmpty());
    } finally {
      lock.unlock();
    }
  }

  int depth(Lane lane) {
    lock.lock();
    try {
      return queue(lane).asks.size();
    } finally {
      lock.unlock();
    }
  }

  private static NotStored overloaded(Lane lane, int bound) {
    String what = lane.name().toLowerCase(Locale.ROOT);
    return new NotStored(
        NotStored.Reason.OVERLOADED,
        bound + " " + what + " are waiting for the disk already; try again");
  }

  static NotStored stopped() {
    return new NotStored(NotStored.Reason.STOPPED, "the journal has stopped");
  }
}
