package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on its own thread what can wait: snapshots, the reserve for a full disk, retention. If any
 * of it fails it is tried again later; no alarm depends on it.
 */
final class Keeper implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Keeper.class);

  private static final Duration ROUND = Duration.ofMillis(250);
  private static final Duration MEND_EVERY = Duration.ofSeconds(5);
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);
  private static final Duration BETWEEN_DELETIONS = Duration.ofMillis(20);

  /**
   * A clock that is so far after the newest event may be wrong: then nothing is deleted for a day.
   */
  private static final Duration STRANGE_GAP = Duration.ofDays(7);

  private static final Duration HELD_FOR = Duration.ofDays(1);

  private final JournalSettings settings;
  private final OpenFiles files;
  private final Writer writer;
  private final DiskGuard disk;
  private final InstantSource clock;
  private final LogReader log;
  private final TablesReader tables;
  private final Connection connection;
  private final Retention retention;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long firstSequence;
  private volatile long retentionLooked;

  // Owned by the thread.
  private long snapshotSequence;
  private long snapshotNanos = System.nanoTime();
  private final long startNanos = System.nanoTime();
  private final boolean strangeClock;

  /**
   * Makes one; {@link #start} lets it begin.
   *
   * @param newest when the newest event of the log was said
   * @param snapshotSequence up to where there is a snapshot
   */
  Keeper(
      JournalSettings settings,
      OpenFiles files,
      Writer writer,
      DiskGuard disk,
      InstantSource clock,
      Instant newest,
      long snapshotSequence)
      throws SQLException {
    this.settings = settings;
    this.files = files;
    this.writer = writer;
    this.disk = disk;
    this.clock = clock;
    this.snapshotSequence = snapshotSequence;
    this.strangeClock =
        writer.lastSequence() > 0 && clock.instant().isAfter(newest.plus(STRANGE_GAP));
    this.log = files.reader();
    this.firstSequence = log.first();
    this.tables = files.tablesReader();
    this.connection = files.keepersConnection();
    this.retention = new Retention(connection, files.gate());
    this.thread = new Thread(this::run, "journal-keeper");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The oldest number kept. Any thread. */
  long firstSequence() {
    return firstSequence;
  }

  /** How often retention looked for something to delete, or was kept from it. Any thread. */
  long retentionLooked() {
    return retentionLooked;
  }

  private void run() {
    long looked = 0;
    long mended = System.nanoTime() - MEND_EVERY.toNanos();
    long pruned = System.nanoTime() - PRUNE_EVERY.toNanos();
    while (!closed) {
      long now = System.nanoTime();
      if (now - mended >= MEND_EVERY.toNanos()) {
        mended = now;
        disk.mend();
      }
      if (isSnapshotDue(now)) {
        snapshot();
      }
      if (!settings.retention().isZero() && now - pruned >= PRUNE_EVERY.toNanos()) {
        pruned = now;
        looked++;
        if (strangeClock && now - startNanos < HELD_FOR.toNanos()) {
          logger
              .atWarn()
              .addKeyValue("clock", clock.instant())
              .log("the clock is a week or more after the newest event: nothing is deleted today");
        } else {
          prune();
        }
        retentionLooked = looked;
      }
      LockSupport.parkNanos(this, ROUND.toNanos());
    }
  }

  private boolean isSnapshotDue(long now) {
    long events = writer.lastSequence() - snapshotSequence;
    return events >= settings.snapshotEvents()
        || (events > 0 && now - snapshotNanos >= settings.snapshotEvery().toNanos());
  }

  private void snapshot() {
    snapshotNanos = System.nanoTime();
    CompletableFuture<Writer.Image> asked = writer.image();
    try {
      Writer.Image image = asked.get();
      files.snapshots().write(new Snapshots.Snapshot(image.sequence(), image.bytes().get()));
      snapshotSequence = image.sequence();
    } catch (IOException | ExecutionException e) {
      logger.atWarn().setCause(e).log("a snapshot could not be written; a start will take longer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes what is too old and neither a start nor the tables nor an open incident needs. */
  private void prune() {
    try {
      long cutoff = clock.instant().minus(settings.retention()).toEpochMilli();
      long upTo = Math.min(log.lastBefore(cutoff), files.snapshots().coveredTo());
      upTo = Math.min(upTo, Math.min(tables.sequence(), beforeOpen(upTo)));
      while (firstSequence <= upTo && !closed) {
        firstSequence = retention.delete(firstSequence, upTo);
        LockSupport.parkNanos(this, BETWEEN_DELETIONS.toNanos());
      }
      files.follower().prune(firstSequence, cutoff);
    } catch (IOException | SQLException e) {
      logger.atWarn().setCause(e).log("old events could not be deleted; it is tried again");
    }
  }

  /** An open incident keeps all of its past, and so everything after its opening. */
  private long beforeOpen(long upTo) throws SQLException {
    long open = tables.firstOfOpen();
    if (open <= upTo) {
      logger
          .atWarn()
          .addKeyValue("openedBy", open)
          .log("an incident older than retention is still open, and events are kept for it");
    }
    return open - 1;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
  }
}
