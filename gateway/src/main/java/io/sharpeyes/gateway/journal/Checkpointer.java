package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
 * never be caught up with and grow for ever; so when it is large, the last few pages are moved
 * while the writer stands at its gate, and when it is as large as it may be, the writer waits for
 * it. SQLite flushes what it has moved only when it has moved all, which would be behind the gate:
 * so what was moved is flushed here first, and little is left.
 */
final class Checkpointer implements AutoCloseable {

  private static final long START_BYTES = 4 << 20;
  private static final long SMALL_REST_BYTES = 256 << 10;

  /** One part in so many of what it may be; a file that is written over needs no new room. */
  private static final int LARGE_PART = 8;

  private static final long LOOK_NANOS = 1_000_000_000L;
  private static final long WRITER_WAITS_MS = 2_000;
  private static final int PASSES = 8;
  private static final int READERS_WAIT_MS = 20;
  private static final int READERS_LAST_WAIT_MS = 1_000;
  private static final int FRAME_BYTES = 4_096 + 24;

  private final Connection connection;
  private final FileChannel disk;
  private final ReentrantLock gate;
  private final long limitBytes;
  private final long startBytes;
  private final JournalStats stats;
  private final Consumer<Exception> onFailure;
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private volatile long known;
  private volatile boolean closed;

  /**
   * Opens its own connection.
   *
   * @param disk the same file, to flush it: closed by nobody before the last connection to it is,
   *     for that would end SQLite's locks (POSIX, {@code fcntl})
   * @param gate held by the writer while it writes
   * @param onFailure told if the disk fails; the thread has ended then
   */
  Checkpointer(
      Path file,
      FileChannel disk,
      SynchronousMode synchronous,
      ReentrantLock gate,
      long limitBytes,
      JournalStats stats,
      Consumer<Exception> onFailure)
      throws SQLException {
    this.connection = Sqlite.writable(file, synchronous);
    this.disk = disk;
    this.gate = gate;
    this.limitBytes = limitBytes;
    this.startBytes = Math.min(START_BYTES, limitBytes / LARGE_PART);
    this.stats = stats;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "journal-checkpointer");
  }

  void start() {
    thread.start();
  }

  /** Says that the writer committed so many bytes of data. */
  void written(long bytes) {
    // Pages are not quite full, and each commit writes at least one.
    long pages = bytes + bytes / 4 + FRAME_BYTES;
    long before = written.getAndAdd(pages);
    if (before < startBytes && before + pages >= startBytes) {
      LockSupport.unpark(thread);
    }
  }

  /** Waits while the write-ahead log is as large as it may be. For the writer, before its gate. */
  void awaitRoom() throws InterruptedException {
    if (isOverLimit()) {
      synchronized (this) {
        long end = System.nanoTime() + WRITER_WAITS_MS * 1_000_000;
        while (isOverLimit() && !closed && System.nanoTime() - end < 0) {
          LockSupport.unpark(thread);
          wait(10);
        }
      }
    }
  }

  private boolean isOverLimit() {
    return known + written.get() > limitBytes;
  }

  private void run() {
    try {
      while (!closed) {
        LockSupport.parkNanos(this, LOOK_NANOS);
        if (written.get() >= startBytes) {
          checkpoint();
        }
      }
      connection.close();
    } catch (SQLException | IOException | RuntimeException e) {
      onFailure.accept(e);
    }
  }

  private void checkpoint() throws SQLException, IOException {
    long start = System.nanoTime();
    try {
      Wal wal = moveBesideTheWriter();
      for (int i = 0; i < PASSES && isLarge(wal) && wal.restBytes() > SMALL_REST_BYTES; i++) {
        wal = moveBesideTheWriter();
      }
      if (isLarge(wal)) {
        restart(wal.bytes() > limitBytes ? READERS_LAST_WAIT_MS : READERS_WAIT_MS);
      }
    } catch (SQLException e) {
      // Without room the pages stay where they are, and are moved when there is some.
      if (!Sqlite.isFull(e) && !Sqlite.isBusy(e)) {
        throw e;
      }
    } finally {
      stats.checkpointed(System.nanoTime() - start);
      synchronized (this) {
        notifyAll();
      }
    }
  }

  private boolean isLarge(Wal wal) {
    return wal.bytes() > limitBytes / LARGE_PART;
  }

  private Wal moveBesideTheWriter() throws SQLException, IOException {
    Wal wal = move("PASSIVE");
    disk.force(false);
    return wal;
  }

  /** Moves the rest while nobody writes, and makes the writer begin again at the file's start. */
  private void restart(int readersWaitMs) throws SQLException {
    gate.lock();
    try {
      Sqlite.execute(connection, "PRAGMA busy_timeout = " + readersWaitMs);
      if (move("RESTART").restBytes() == 0) {
        known = 0;
      }
    } finally {
      gate.unlock();
    }
  }

  private Wal move(String mode) throws SQLException {
    written.set(0);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      row.next();
      boolean busy = row.getInt(1) != 0;
      Wal wal = new Wal(row.getLong(2), busy ? 0 : row.getLong(3));
      known = wal.bytes();
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
