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
import java.util.function.Consumer;
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
  private final Input.ClosedIncidents closedIncidents;
  private final Runnable committed;
  private final Consumer<List<StoredEvent>> readers;
  private final Consumer<Throwable> onFatal;

  Writer(
      SqliteLog file,
      CaseBook book,
      Lanes lanes,
      InstantSource clock,
      Context ownContext,
      Input.ClosedIncidents closedIncidents,
      Runnable committed,
      Consumer<List<StoredEvent>> readers,
      Consumer<Throwable> onFatal) {
    this.file = file;
    this.book = book;
    this.lanes = lanes;
    this.clock = clock;
    this.ownContext = ownContext;
    this.closedIncidents = closedIncidents;
    this.committed = committed;
    this.readers = readers;
    this.onFatal = onFatal;
  }

  /** Writes until the lanes are closed and empty, or the disk fails. */
  void run() {
    try {
      while (!lanes.isDone()) {
        List<Ask<?>> batch = lanes.take(nanosToDeadline());
        if (isDue()) {
          batch.add(new Ask<>(new Input.Tick(), ownContext));
        }
        write(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException e) {
      stop(e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private long nanosToDeadline() {
    Duration left = book.nextDeadline().map(at -> Duration.between(now(), at)).orElse(LONGEST_WAIT);
    return left.compareTo(LONGEST_WAIT) < 0 ? left.toNanos() : LONGEST_WAIT.toNanos();
  }

  private boolean isDue() {
    return book.nextDeadline().filter(at -> !at.isAfter(now())).isPresent();
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
      int bad = part.isEmpty() ? -1 : writeWhole(part);
      if (bad >= 0) {
        parts.addFirst(part.subList(bad + 1, part.size()));
        parts.addFirst(part.subList(0, bad));
      }
    }
  }

  /** Writes all of it or nothing; gives the index of what made the case book fail, or -1. */
  private int writeWhole(List<Ask<?>> part) throws SQLException {
    try {
      Instant now = now();
      for (int i = 0; i < part.size(); i++) {
        if (!apply(part.get(i), now)) {
          undo();
          answer(List.of(part.get(i)));
          return i;
        }
      }
      List<StoredEvent> events = commit();
      answer(part);
      if (!events.isEmpty()) {
        readers.accept(events);
      }
      return -1;
    } catch (SQLException | RuntimeException e) {
      part.forEach(ask -> ask.failed(Lanes.stopped()));
      answer(part);
      throw e;
    }
  }

  private <R> boolean apply(Ask<R> ask, Instant now) throws SQLException {
    Outcome<R> outcome;
    try {
      outcome = ask.input().applyTo(book, closedIncidents, now);
    } catch (Rejected e) {
      ask.failed(e);
      return true;
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("input", kind(ask)).log("applying an input failed");
      ask.failed(new NotStored(NotStored.Reason.FAULT, "the gateway failed to apply it"));
      return false;
    }
    for (Event event : outcome.events()) {
      file.append(event, IncidentJson.write(event.data()));
    }
    ask.applied(outcome, file.appended());
    return true;
  }

  private static String kind(Ask<?> ask) {
    return ask.input().getClass().getSimpleName();
  }

  private void undo() throws SQLException {
    book.rollback();
    file.rollback();
  }

  private List<StoredEvent> commit() throws SQLException {
    List<StoredEvent> events = file.appended() > file.committed() ? file.commit() : List.of();
    book.commit();
    committed.run();
    return events;
  }

  /** Answers on each caller's own context, with one hop a context. */
  private static void answer(List<Ask<?>> asks) {
    Map<Context, List<Ask<?>>> byContext = new LinkedHashMap<>();
    for (Ask<?> ask : asks) {
      byContext.computeIfAbsent(ask.context(), c -> new ArrayList<>()).add(ask);
    }
    byContext.forEach((context, own) -> context.runOnContext(v -> own.forEach(Ask::answer)));
  }

  private void stop(Throwable cause) {
    lanes.close();
    for (List<Ask<?>> left = drained(); !left.isEmpty(); left = drained()) {
      left.forEach(ask -> ask.failed(Lanes.stopped()));
      answer(left);
    }
    onFatal.accept(cause);
  }

  private List<Ask<?>> drained() {
    try {
      return lanes.take(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
