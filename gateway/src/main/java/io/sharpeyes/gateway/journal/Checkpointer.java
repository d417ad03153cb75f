package io.sharpeyes.gateway.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Moves committed pages from SQLite's write-ahead log into {@code log.db}, on its own thread and
 * connection, so that the writer doesn't pay for it.
 *
 * <p>Most of the work is done beside the writer. But a log that is written to all the time would
 * never be caught up with and grow for ever; so when it comes near its limit, the last few pages
 * are moved while the writer stands at its gate.
 */
final class Checkpointer implements AutoCloseable {

  private static final long START_BYTES = 16 << 20;
  private static final long SMALL_REST_BYTES = 4 << 20;
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;
  private static final int PASSES = 8;
  private static final int READERS_WAIT_MS = 50;
  private static final int FRAME_BYTES = 4_096 + 24;

  private final Connection connection;
  private final ReentrantLock gate;
  private final long limitBytes;
  private final JournalStats stats;
  private final Consumer<Exception> onFailure;
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private volatile boolean closed;

  /**
   * Opens its own connection.
   *
   * @param gate held by the writer while it writes
   * @param onFailure told if the disk fails; the thread has ended then
   */
  Checkpointer(
      Path file,
      SynchronousMode synchronous,
      ReentrantLock gate,
      long limitBytes,
      JournalStats stats,
      Consumer<Exception> onFailure)
      throws SQLException {
    this.connection = Sqlite.writable(file, synchronous);
    this.gate = gate;
    this.limitBytes = limitBytes;
    this.stats = stats;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "journal-checkpointer");
  }

  void start() {
    thread.start();
  }

  /** Says that the writer committed so many bytes. */
  void written(long bytes) {
    long before = written.getAndAdd(bytes);
    if (before < START_BYTES && before + bytes >= START_BYTES) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    try {
      while (!closed) {
        LockSupport.parkNanos(this, LONGEST_WAIT_NANOS);
        if (written.get() >= START_BYTES) {
          written.set(0);
          checkpoint();
        }
      }
      connection.close();
    } catch (SQLException | RuntimeException e) {
      onFailure.accept(e);
    }
  }

  private void checkpoint() throws SQLException {
    long start = System.nanoTime();
    try {
      Wal wal = run("PASSIVE");
      for (int i = 0; i < PASSES && wal.bytes() > limitBytes / 2; i++) {
        if (wal.restBytes() <= SMALL_REST_BYTES || wal.bytes() > limitBytes) {
          restart();
          return;
        }
        wal = run("PASSIVE");
      }
    } catch (SQLException e) {
      // Without room the pages stay where they are, and are moved when there is some.
      if (!Sqlite.isFull(e) && !Sqlite.isBusy(e)) {
        throw e;
      }
    } finally {
      stats.checkpointed(System.nanoTime() - start);
    }
  }

  /** Moves the rest while nobody writes, and makes the writer begin again at the file's start. */
  private void restart() throws SQLException {
    gate.lock();
    try {
      Sqlite.execute(connection, "PRAGMA busy_timeout = " + READERS_WAIT_MS);
      run("RESTART");
    } finally {
      gate.unlock();
    }
  }

  private Wal run(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      row.next();
      Wal wal = new Wal(row.getLong(2), row.getLong(3));
      stats.walBytes(wal.bytes());
      return wal;
    }
  }

  /** What is in the write-ahead log, and how much of it is in the database too. */
  private record Wal(long frames, long moved) {

    long bytes() {
      return frames * FRAME_BYTES;
    }

    long restBytes() {
      return (frames - moved) * FRAME_BYTES;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
  }
}
