package io.sharpeyes.gateway.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Takes the log into {@code tables.db}, on its own thread, as far behind the writer as it must be:
 * its place is in the same transaction as what it has put in.
 */
final class TablesFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TablesFollower.class);

  private static final int EVENTS_AT_ONCE = 256;
  private static final int WAITERS = 10_000;
  private static final long POLL_NANOS = 1_000_000_000L;
  private static final long BACK_OFF_NANOS = 20_000_000L;

  /**
   * A transaction for twenty events costs hardly more than one for each; one for hundreds would
   * keep a processor busy for so long that a press has to wait for it.
   */
  private static final long GATHER_NANOS = 10_000_000L;

  private record Waiter(long sequence, Promise<Void> promise) implements Comparable<Waiter> {
    @Override
    public int compareTo(Waiter other) {
      return Long.compare(sequence, other.sequence);
    }
  }

  private record Pruning(long first, long before) {}

  private final LogReader source;
  private final Connection connection;
  private final TablesWriter tables;
  private final String logId;
  private final BooleanSupplier busy;
  private final Thread thread;
  private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
  private volatile long reached;
  private volatile boolean broken;
  private volatile boolean closed;
  private volatile boolean gathering;
  private final AtomicReference<@Nullable Pruning> pruning = new AtomicReference<>();

  /**
   * Opens the tables, or makes them anew if they can't be used.
   *
   * @param busy whether alarms or the disk's last room need this thread's share more
   * @throws DamagedJournal if the log has lost what the tables have had from it
   */
  TablesFollower(LogFolder folder, BooleanSupplier busy) throws IOException, SQLException {
    this.busy = busy;
    this.source = new LogReader(folder.log());
    this.logId = source.id();
    this.connection = open(folder);
    this.tables = new TablesWriter(connection);
    this.reached = place();
    long last = source.last();
    if (reached > last) {
      throw new DamagedJournal(
          folder.log()
              + " ends at sequence number "
              + last
              + ", but tables.db has had "
              + reached
              + " from it: the log has lost its end; restore a backup");
    }
    this.thread = new Thread(this::run, "journal-tables");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private static Connection open(LogFolder folder) throws IOException, SQLException {
    try {
      return opened(folder);
    } catch (SQLException | DamagedJournal e) {
      log.atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("tables.db can't be used and is built anew from the log");
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(folder.folder().resolve("tables.db" + suffix));
      }
      return opened(folder);
    }
  }

  private static Connection opened(LogFolder folder) throws SQLException {
    // What a power cut takes from it is taken from the log again.
    Connection connection = Sqlite.writable(folder.tables(), SynchronousMode.NORMAL);
    try {
      TablesSchema.SCHEMA.migrate(connection);
      Sqlite.execute(connection, "PRAGMA secure_delete = ON");
      return connection;
    } catch (SQLException | DamagedJournal e) {
      connection.close();
      throw e;
    }
  }

  /** How far the tables follow this log; begins anew if they follow another. */
  private long place() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM follows");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return 0;
      }
      if (row.getString("log").equals(logId)) {
        return row.getLong("sequence");
      }
    }
    log.warn("tables.db follows another log and is built anew");
    tables.clear();
    return 0;
  }

  /** How far it has come. Any thread. */
  long reached() {
    return reached;
  }

  /** Says that there is more in the log. Any thread. */
  void wake() {
    if (!gathering) {
      LockSupport.unpark(thread);
    }
  }

  /** Completes when the tables hold everything up to this number. On any thread. */
  Future<Void> reached(long sequence) {
    synchronized (waiters) {
      if (reached >= sequence) {
        return Future.succeededFuture();
      }
      if (broken || waiters.size() >= WAITERS) {
        return Future.failedFuture(outOfDate());
      }
      Waiter waiter = new Waiter(sequence, Promise.promise());
      waiters.add(waiter);
      gathering = false;
      LockSupport.unpark(thread);
      return waiter.promise.future();
    }
  }

  private static NotReady outOfDate() {
    return new NotReady("the history isn't up to date; try again later");
  }

  /** Says what the log has deleted; the tables follow. Any thread. */
  void prune(long first, long before) {
    pruning.set(new Pruning(first, before));
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      while (!closed) {
        Pruning due = pruning.getAndSet(null);
        if (due != null) {
          tables.prune(due.first, due.before);
        }
        if (busy.getAsBoolean()) {
          LockSupport.parkNanos(this, BACK_OFF_NANOS);
        }
        if (!takeSome()) {
          LockSupport.parkNanos(this, POLL_NANOS);
          gather();
        }
      }
    } catch (DamagedJournal e) {
      stop();
      log.atError().addKeyValue("cause", e.getMessage()).log("the tables can't follow the log");
    } catch (SQLException | RuntimeException e) {
      stop();
      log.atError()
          .setCause(e)
          .log("tables.db is damaged: stop the gateway, delete tables.db, and start it again");
    }
  }

  /** Lets more come together while nobody waits for it. */
  private void gather() {
    synchronized (waiters) {
      gathering = waiters.isEmpty();
    }
    long end = System.nanoTime() + GATHER_NANOS;
    while (gathering && !closed && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(this, end - System.nanoTime());
    }
    gathering = false;
  }

  /** Whoever waits for the tables waits in vain from now on, and is told. */
  private void stop() {
    List<Waiter> left;
    synchronized (waiters) {
      broken = true;
      left = List.copyOf(waiters);
      waiters.clear();
    }
    left.forEach(waiter -> waiter.promise.fail(outOfDate()));
  }

  /** Takes in the next events, if there are any. */
  private boolean takeSome() throws SQLException {
    List<StoredEvent> events = source.after(reached, EVENTS_AT_ONCE);
    if (events.isEmpty()) {
      return false;
    }
    long last = events.get(events.size() - 1).sequence();
    try {
      tables.begin();
      for (StoredEvent event : events) {
        put(event);
      }
      tables.reached(logId, last);
      tables.commit();
    } catch (SQLException e) {
      tables.rollback();
      if (Sqlite.isFull(e)) {
        return false;
      }
      throw e;
    }
    tell(last);
    return events.size() == EVENTS_AT_ONCE;
  }

  private void put(StoredEvent event) throws SQLException {
    try {
      tables.put(event);
    } catch (IOException | DateTimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("sequence", event.sequence())
          .log("an event's data can't be read and is left out of the tables");
    }
  }

  private void tell(long last) {
    List<Waiter> done = new ArrayList<>();
    synchronized (waiters) {
      reached = last;
      while (!waiters.isEmpty() && waiters.peek().sequence <= last) {
        done.add(waiters.remove());
      }
    }
    done.forEach(waiter -> waiter.promise.complete());
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
    connection.close();
    source.close();
  }
}
