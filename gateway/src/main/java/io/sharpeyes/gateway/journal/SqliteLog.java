package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The writer's own connection to {@code log.db}: appends rows and commits them with one fsync. The
 * writer's thread owns it.
 */
final class SqliteLog implements AutoCloseable {

  /**
   * What the file looks like: the log, and for the few subjects of which the newest event is looked
   * up at each start (the registry), which one that is, and a copy of it when retention has deleted
   * it from the log.
   */
  static final Schema SCHEMA =
      new Schema(
          "log.db",
          0x5345_4C47,
          List.of(
              List.of(
                  """
                  CREATE TABLE log (
                    sequence INTEGER PRIMARY KEY,
                    version  INTEGER NOT NULL,
                    type     TEXT    NOT NULL,
                    subject  TEXT    NOT NULL,
                    at       INTEGER NOT NULL,
                    district TEXT    NOT NULL,
                    site     TEXT,
                    units    TEXT    NOT NULL,
                    data     BLOB    NOT NULL,
                    checksum INTEGER NOT NULL
                  ) STRICT""",
                  """
                  CREATE TABLE latest (
                    subject  TEXT PRIMARY KEY,
                    sequence INTEGER NOT NULL
                  ) STRICT, WITHOUT ROWID""",
                  """
                  CREATE TABLE kept (
                    sequence INTEGER PRIMARY KEY,
                    version  INTEGER NOT NULL,
                    type     TEXT    NOT NULL,
                    subject  TEXT    NOT NULL,
                    at       INTEGER NOT NULL,
                    district TEXT    NOT NULL,
                    site     TEXT,
                    units    TEXT    NOT NULL,
                    data     BLOB    NOT NULL,
                    checksum INTEGER NOT NULL
                  ) STRICT""",
                  """
                  CREATE TABLE about (
                    name  TEXT PRIMARY KEY,
                    value TEXT NOT NULL
                  ) STRICT, WITHOUT ROWID""",
                  "INSERT INTO about VALUES ('log', lower(hex(randomblob(16))))")));

  static final String INSERT_LATEST = "INSERT OR REPLACE INTO latest VALUES (?, ?)";

  /** Of these events the newest of each subject is looked up, and outlives retention. */
  private static final Set<String> LOOKED_UP = Set.of("registry.changed");

  private static final int FLUSH_AT = 512;

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement latest;
  private final List<StoredEvent> appended = new ArrayList<>();
  private long committed;
  private int unflushed;

  private SqliteLog(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(LogRow.INSERT);
    this.latest = connection.prepareStatement(INSERT_LATEST);
    this.committed = Sqlite.number(connection, "SELECT coalesce(max(sequence), 0) FROM log");
  }

  /** Opens the log, makes it if it is missing, and brings it to this version's form. */
  static SqliteLog open(Path file, SynchronousMode synchronous) throws SQLException {
    Connection connection = Sqlite.writable(file, synchronous);
    // The checkpointer does it, on its own thread.
    Sqlite.execute(connection, "PRAGMA wal_autocheckpoint = 0");
    SCHEMA.migrate(connection);
    return new SqliteLog(connection);
  }

  /** The newest sequence number that is committed; 0 if the log is empty. */
  long committed() {
    return committed;
  }

  /** The newest sequence number that is appended. */
  long appended() {
    return committed + appended.size();
  }

  /** Appends an event; {@link #commit} makes it last. */
  void append(Event event, byte[] data) throws SQLException {
    StoredEvent row =
        new StoredEvent(
            appended() + 1,
            event.type(),
            event.subject(),
            event.at().truncatedTo(ChronoUnit.MILLIS),
            event.district(),
            event.site(),
            event.units(),
            data);
    if (appended.isEmpty()) {
      Sqlite.execute(connection, "BEGIN IMMEDIATE");
    }
    appended.add(row);
    LogRow.bind(insert, row);
    insert.addBatch();
    noteLatest(latest, row);
    if (++unflushed >= FLUSH_AT) {
      flush();
    }
  }

  /** Notes an event as its subject's newest, if that is looked up. */
  static void noteLatest(PreparedStatement insertLatest, StoredEvent row) throws SQLException {
    if (LOOKED_UP.contains(row.type())) {
      insertLatest.setString(1, row.subject());
      insertLatest.setLong(2, row.sequence());
      insertLatest.executeUpdate();
    }
  }

  private void flush() throws SQLException {
    if (unflushed > 0) {
      insert.executeBatch();
      unflushed = 0;
    }
  }

  /**
   * Makes everything appended last: it is on disk, fsynced, when this returns.
   *
   * @return what was appended, in order; empty if nothing was
   */
  List<StoredEvent> commit() throws SQLException {
    if (appended.isEmpty()) {
      return List.of();
    }
    flush();
    Sqlite.execute(connection, "COMMIT");
    committed += appended.size();
    List<StoredEvent> done = List.copyOf(appended);
    appended.clear();
    return done;
  }

  /** Forgets what was appended since the last commit. */
  void rollback() throws SQLException {
    insert.clearBatch();
    unflushed = 0;
    if (!appended.isEmpty()) {
      appended.clear();
      Sqlite.rollback(connection);
    }
  }

  /**
   * Moves the whole write-ahead log into the file, fsynced. At the start: what a failed fsync left
   * behind may look stored and be in memory only, until it is written again.
   */
  void settle() throws SQLException {
    Sqlite.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
