package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.incident.Outcome;
import io.sharpeyes.gateway.incident.Rejected;
import io.vertx.core.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: applies what came in to the case book, appends the events to the log, commits
 * once for all that arrived during the last fsync, and only then answers.
 */
final class Writer {

  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  /** The clock is looked at this often, whatever it says: it may be set, or be a test's. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private final SqliteLog file;
  private final CaseBook book;
  private final Lanes lanes;
  private final InstantSource clock;
  private final Context ownContext;
  private final ReentrantLock gate;
  private final DiskGuard disk;
  private final Checkpointer checkpointer;
  private final TablesFollower tables;
  private final Listeners listeners;
  private final JournalStats stats;
  private final AtomicReference<@Nullable CompletableFuture<Image>> imageAsked =
      new AtomicReference<>();
  private volatile long lastSequence;
  private volatile boolean ended;
  private long noTickBefore = System.nanoTime();
  private long noFaultToldBefore = System.nanoTime();
  private long faultsUntold;

  Writer(
      OpenFiles files,
      CaseBook book,
      Lanes lanes,
      InstantSource clock,
      Context ownContext,
      DiskGuard disk,
      Listeners listeners,
      JournalStats stats) {
    this.file = files.rows();
    this.gate = files.gate();
    this.checkpointer = files.checkpointer();
    this.tables = files.follower();
    this.book = book;
    this.lanes = lanes;
    this.clock = clock;
    this.ownContext = ownContext;
    this.disk = disk;
    this.listeners = listeners;
    this.stats = stats;
    this.lastSequence = file.committed();
  }

  /**
   * The case book as it stood after an event.
   *
   * @param sequence the event's number
   * @param bytes writes the image; may take a while
   */
  record Image(long sequence, Supplier<byte[]> bytes) {}

  /** Asks for an image of the case book, to be taken between two batches. Any thread. */
  CompletableFuture<Image> image() {
    CompletableFuture<Image> asked = new CompletableFuture<>();
    imageAsked.set(asked);
    if (ended) {
      asked.completeExceptionally(Lanes.stopped());
    }
    return asked;
  }

  private void takeImage() {
    CompletableFuture<Image> asked = imageAsked.getAndSet(null);
    if (asked != null) {
      asked.complete(new Image(file.committed(), book.image()));
    }
  }

  /** The newest number on disk. Any thread. */
  long lastSequence() {
    return lastSequence;
  }

  /**
   * Writes until the lanes are closed and empty.
   *
   * @throws SQLException if the disk fails; what was waiting has failed then
   */
  void run() throws SQLException {
    try {
      while (!lanes.isDone()) {
        List<Ask<?>> batch = lanes.take(nanosToDeadline());
        Ask<Integer> tick = new Ask<>(new Input.Tick(), ownContext);
        if (isDue()) {
          batch.add(tick);
        }
        checkpointer.awaitRoom();
        gate.lock();
        try {
          write(batch);
        } finally {
          gate.unlock();
        }
        takeImage();
        if (tick.hasFailed()) {
          noTickBefore = System.nanoTime() + LONGEST_WAIT.toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      refuseTheRest();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private long nanosToDeadline() {
    if (isTickHeld()) {
      return LONGEST_WAIT.toNanos();
    }
    Duration left = book.nextDeadline().map(at -> Duration.between(now(), at)).orElse(LONGEST_WAIT);
    return left.compareTo(LONGEST_WAIT) < 0 ? left.toNanos() : LONGEST_WAIT.toNanos();
  }

  private boolean isDue() {
    return !isTickHeld() && book.nextDeadline().filter(at -> !at.isAfter(now())).isPresent();
  }

  /** What was due and could not be stored is tried again after a while, not at once. */
  private boolean isTickHeld() {
    return noTickBefore - System.nanoTime() > 0;
  }

  /**
   * Writes a batch. An input that makes the case book fail (a fault of ours: a wrong command is
   * {@link Rejected}) is taken out, and what stood before and after it is written without it.
   */
  private void write(List<Ask<?>> batch) throws SQLException {
    Deque<List<Ask<?>>> parts = new ArrayDeque<>();
    parts.add(batch);
    while (!parts.isEmpty()) {
      List<Ask<?>> part = parts.removeFirst();
      int bad = part.isEmpty() ? -1 : writeOrRefuse(part);
      if (bad >= 0) {
        parts.addFirst(part.subList(bad + 1, part.size()));
        parts.addFirst(part.subList(0, bad));
      }
    }
  }

  /**
   * Writes all of it or nothing.
   *
   * @return the index of what made the case book fail, or -1
   */
  private int writeOrRefuse(List<Ask<?>> part) throws SQLException {
    try {
      return writeWhole(part);
    } catch (SQLException e) {
      if (!Sqlite.isFull(e)) {
        throw stopped(part, e);
      }
    }
    undo();
    if (disk.full()) {
      return writeOrRefuse(part);
    }
    refuse(part);
    return -1;
  }

  private int writeWhole(List<Ask<?>> part) throws SQLException {
    Instant now = now();
    for (int i = 0; i < part.size(); i++) {
      if (!apply(part.get(i), now)) {
        undo();
        answer(part.subList(i, i + 1));
        return i;
      }
    }
    List<StoredEvent> events = commit(part.size());
    answer(part);
    if (!events.isEmpty()) {
      listeners.tellCommitted(events);
      tables.wake();
    }
    return -1;
  }

  private <R> boolean apply(Ask<R> ask, Instant now) throws SQLException {
    Outcome<R> outcome;
    try {
      outcome = ask.input().applyTo(book, now);
      for (Event event : outcome.events()) {
        file.append(event, IncidentJson.write(event.data()));
      }
    } catch (Rejected e) {
      ask.failed(e);
      return true;
    } catch (RuntimeException e) {
      fault(ask, e);
      ask.failed(new NotStored(NotStored.Reason.FAULT, "the gateway failed to apply it"));
      return false;
    }
    ask.applied(outcome, file.appended());
    return true;
  }

  /** Counts it; at most one line a second. */
  private void fault(Ask<?> ask, RuntimeException cause) {
    stats.fault();
    faultsUntold++;
    long now = System.nanoTime();
    if (now - noFaultToldBefore >= 0) {
      log.atError()
          .setCause(cause)
          .addKeyValue("input", ask.input().getClass().getSimpleName())
          .addKeyValue("count", faultsUntold)
          .log("applying an input failed");
      faultsUntold = 0;
      noFaultToldBefore = now + Duration.ofSeconds(1).toNanos();
    }
  }

  private void undo() throws SQLException {
    book.rollback();
    file.rollback();
  }

  private List<StoredEvent> commit(int inputs) throws SQLException {
    long start = System.nanoTime();
    List<StoredEvent> events = file.commit();
    book.commit();
    if (!events.isEmpty()) {
      lastSequence = file.committed();
      disk.stored();
      long bytes = events.stream().mapToLong(event -> event.json().length).sum();
      checkpointer.written(bytes);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      stats.committed(new JournalStats.Batch(inputs, events.size(), bytes, took));
    }
    return events;
  }

  /** There is no room: nobody is answered with success, and the presses are shown to the desks. */
  private void refuse(List<Ask<?>> part) {
    NotStored full =
        new NotStored(NotStored.Reason.DISK_FULL, "the disk is full: make room; then try again");
    for (Ask<?> ask : part) {
      ask.failed(full);
      if (ask.input() instanceof Input.Pressed pressed) {
        stats.pressUnstored();
        listeners.tellUnstored(pressed.press());
      }
    }
    answer(part);
  }

  private static SQLException stopped(List<Ask<?>> part, SQLException cause) {
    part.forEach(ask -> ask.failed(Lanes.stopped()));
    answer(part);
    return cause;
  }

  private void refuseTheRest() {
    lanes.close();
    ended = true;
    CompletableFuture<Image> asked = imageAsked.getAndSet(null);
    if (asked != null) {
      asked.completeExceptionally(Lanes.stopped());
    }
    for (List<Ask<?>> rest = lanes.poll(); !rest.isEmpty(); rest = lanes.poll()) {
      rest.forEach(ask -> ask.failed(Lanes.stopped()));
      answer(rest);
    }
  }

  /** Answers on each caller's own context, with one hop a context. */
  private static void answer(List<Ask<?>> asks) {
    Map<Context, List<Ask<?>>> byContext = new LinkedHashMap<>();
    for (Ask<?> ask : asks) {
      byContext.computeIfAbsent(ask.context(), c -> new ArrayList<>()).add(ask);
    }
    byContext.forEach(Writer::answer);
  }

  private static void answer(Context context, List<Ask<?>> asks) {
    try {
      context.runOnContext(v -> asks.forEach(Ask::answer));
    } catch (RejectedExecutionException e) {
      // Vert.x has been closed, and whoever asked is gone with it.
      log.debug("answers of the journal were wanted by nobody any more");
    }
  }
}
