package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Event;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The writer's own connection to {@code log.db}: appends rows and commits them with one fsync. The
 * writer's thread owns it.
 */
final class SqliteLog implements AutoCloseable {

  /** What the rows of a log look like; kept the same in a backup. */
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
                  CREATE TABLE about (
                    name  TEXT PRIMARY KEY,
                    value TEXT NOT NULL
                  ) STRICT, WITHOUT ROWID""",
                  "INSERT INTO about VALUES ('log', lower(hex(randomblob(16))))")));

  private static final int FLUSH_AT = 512;

  private final Connection connection;
  private final PreparedStatement insert;
  private final List<StoredEvent> appended = new ArrayList<>();
  private long committed;
  private int unflushed;

  private SqliteLog(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(LogRow.INSERT);
    this.committed = newest(connection);
  }

  /** Opens the log, makes it if it is missing, and brings it to this version's form. */
  static SqliteLog open(Path file, SynchronousMode synchronous) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synchronous);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(10_000);
    config.setJournalSizeLimit(64 << 20);
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    try (Statement statement = connection.createStatement()) {
      // The checkpointer does it, on its own thread.
      statement.execute("PRAGMA wal_autocheckpoint = 0");
    }
    SCHEMA.migrate(connection);
    connection.setAutoCommit(false);
    return new SqliteLog(connection);
  }

  private static long newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT coalesce(max(sequence), 0) FROM log")) {
      row.next();
      return row.getLong(1);
    }
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
            event.at(),
            event.district(),
            event.site(),
            event.units(),
            Buffer.buffer(data));
    LogRow.bind(insert, row, data);
    insert.addBatch();
    appended.add(row);
    if (++unflushed >= FLUSH_AT) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (unflushed > 0) {
      insert.executeBatch();
      unflushed = 0;
    }
  }

  /** Makes everything appended last: it is on disk, fsynced, when this returns. */
  List<StoredEvent> commit() throws SQLException {
    flush();
    connection.commit();
    committed += appended.size();
    List<StoredEvent> done = List.copyOf(appended);
    appended.clear();
    return done;
  }

  /** Forgets what was appended since the last commit. */
  void rollback() throws SQLException {
    insert.clearBatch();
    unflushed = 0;
    appended.clear();
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
