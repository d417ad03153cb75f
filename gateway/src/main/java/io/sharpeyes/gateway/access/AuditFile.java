package io.sharpeyes.gateway.access;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** {@code audit.db}: the rows, their hashes, signed start and head. One thread owns an open one. */
final class AuditFile implements AutoCloseable {

  private static final int APPLICATION_ID = 0x5345_4155;
  private static final int SCHEMA = 4;
  private static final int BUSY_TIMEOUT_MS = 10_000;

  private final Connection connection;

  private AuditFile(Connection connection) {
    this.connection = connection;
  }

  /** A row with its hash as stored. */
  record Chained(AuditRow row, String hash) {}

  /** Opens it to write; makes it if it is missing. */
  static AuditFile writable(Path path) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    AuditFile file = new AuditFile(connect(path, config));
    file.execute("PRAGMA secure_delete = ON"); // what leaves is gone, not only forgotten
    file.prepare();
    return file;
  }

  /** Opens it to read. */
  static AuditFile readOnly(Path path) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    AuditFile file = new AuditFile(connect(path, config));
    file.requireOurs();
    return file;
  }

  private static Connection connect(Path path, SQLiteConfig config) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path, config.toProperties());
  }

  private void prepare() throws SQLException {
    if (number("PRAGMA application_id") == 0 && number("SELECT count(*) FROM sqlite_schema") == 0) {
      execute("BEGIN IMMEDIATE");
      execute(
          """
          CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            at       INTEGER NOT NULL,
            user     TEXT    NOT NULL,
            action   TEXT    NOT NULL,
            subject  TEXT    NOT NULL,
            detail   TEXT    NOT NULL,
            hash     TEXT    NOT NULL
          ) STRICT""");
      execute(
          """
          CREATE TABLE head (
            id        INTEGER PRIMARY KEY CHECK (id = 1),
            count     INTEGER NOT NULL,
            hash      TEXT    NOT NULL,
            key       INTEGER NOT NULL,
            signature BLOB    NOT NULL
          ) STRICT""");
      execute("PRAGMA application_id = " + APPLICATION_ID);
      execute("PRAGMA user_version = 1");
      execute("COMMIT");
    }
    requireOurs();
    if (number("PRAGMA user_version") < SCHEMA) {
      upgrade();
    }
  }

  /**
   * Who looked at what is asked for by person, incident and camera, since version 3 by action;
   * since version 4 rows may have left.
   */
  private void upgrade() throws SQLException {
    execute("BEGIN IMMEDIATE");
    execute("CREATE INDEX IF NOT EXISTS audit_user ON audit (user, sequence)");
    execute("CREATE INDEX IF NOT EXISTS audit_subject ON audit (subject, sequence)");
    execute("CREATE INDEX IF NOT EXISTS audit_action ON audit (action, sequence)");
    for (String member : List.of("incident", "camera")) {
      execute(
          "CREATE INDEX IF NOT EXISTS audit_%1$s ON audit (json_extract(detail, '$.%1$s'), sequence) WHERE json_extract(detail, '$.%1$s') IS NOT NULL"
              .formatted(member));
    }
    execute(
        """
        CREATE TABLE IF NOT EXISTS start (
          id        INTEGER PRIMARY KEY CHECK (id = 1),
          count     INTEGER NOT NULL,
          hash      TEXT    NOT NULL,
          key       INTEGER NOT NULL,
          signature BLOB    NOT NULL
        ) STRICT""");
    execute("PRAGMA user_version = " + SCHEMA);
    execute("COMMIT");
  }

  /** From now on what is read is the file as it stands now, whatever is written meanwhile. */
  void freeze() throws SQLException {
    execute("BEGIN");
  }

  private void requireOurs() throws SQLException {
    if (number("PRAGMA application_id") != APPLICATION_ID) {
      throw new SQLException("this is no audit file of a gateway");
    }
    if (number("PRAGMA user_version") > SCHEMA) {
      throw new SQLException("a newer gateway wrote this audit file");
    }
  }

  /** Stores rows and the new head, all or nothing; they are on disk when it returns. */
  void append(List<Chained> rows, AuditHead head) throws SQLException {
    try {
      tryAppend(rows, head);
    } catch (SQLException e) {
      rollback();
      throw e;
    }
  }

  /** SQLite may have done it by itself. */
  private void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException nothingToRollBack) {
      // The failure that led here is told.
    }
  }

  /** Lets the rows up to a start leave, all or nothing; they are gone when it returns. */
  void leave(AuditStart start) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM audit WHERE sequence <= ?");
        PreparedStatement newStart =
            connection.prepareStatement("INSERT OR REPLACE INTO start VALUES (1, ?, ?, ?, ?)")) {
      delete.setLong(1, start.count());
      delete.executeUpdate();
      put(newStart, start.count(), start.hash(), start.keyVersion(), start.signature());
      execute("COMMIT");
    } catch (SQLException e) {
      rollback();
      throw e;
    }
  }

  /** Says whether there was no room on the disk, so that it may be tried again when there is. */
  static boolean isFull(SQLException e) {
    return e instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
  }

  private void tryAppend(List<Chained> rows, AuditHead head) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement newHead =
            connection.prepareStatement("INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?, ?)")) {
      for (Chained chained : rows) {
        AuditRow row = chained.row();
        insert.setLong(1, row.sequence());
        insert.setLong(2, row.at().toEpochMilli());
        insert.setString(3, row.user());
        insert.setString(4, row.action());
        insert.setString(5, row.subject());
        insert.setString(6, row.detail());
        insert.setString(7, chained.hash());
        insert.addBatch();
      }
      insert.executeBatch();
      put(newHead, head.count(), head.hash(), head.keyVersion(), head.signature());
      execute("COMMIT");
    }
  }

  /** Puts one end of the chain, signed. */
  private static void put(
      PreparedStatement row, long count, String hash, int keyVersion, byte[] signature)
      throws SQLException {
    row.setLong(1, count);
    row.setString(2, hash);
    row.setInt(3, keyVersion);
    row.setBytes(4, signature);
    row.executeUpdate();
  }

  /** The signed head; nothing if no row was ever stored. */
  Optional<AuditHead> head() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count, hash, key, signature FROM head")) {
      return row.next()
          ? Optional.of(
              new AuditHead(row.getLong(1), row.getString(2), row.getInt(3), row.getBytes(4)))
          : Optional.empty();
    }
  }

  /** The signed start; nothing if no row ever left. */
  Optional<AuditStart> start() throws SQLException {
    if (number("PRAGMA user_version") < SCHEMA) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count, hash, key, signature FROM start")) {
      return row.next()
          ? Optional.of(
              new AuditStart(row.getLong(1), row.getString(2), row.getInt(3), row.getBytes(4)))
          : Optional.empty();
    }
  }

  /** Rows after a number, in order. */
  List<Chained> after(long sequence, int limit) throws SQLException {
    return rows(
        "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, limit);
  }

  /** Rows before a number, the newest first. */
  List<Chained> before(long sequence, int limit) throws SQLException {
    return rows(
        "SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?", sequence, limit);
  }

  /** The rows that are asked for, the newest first. */
  List<Chained> find(AuditQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT * FROM audit WHERE sequence < ?");
    List<Object> values = new ArrayList<>(List.of(query.before()));
    if (query.user() != null) {
      sql.append(" AND user = ?");
      values.add(query.user());
    }
    if (query.action() != null) {
      sql.append(" AND action = ?");
      values.add(query.action());
    }
    about(sql, values, "incident", query.incident());
    about(sql, values, "camera", query.camera());
    sql.append(" ORDER BY sequence DESC LIMIT ?");
    values.add(query.limit());
    return rows(sql.toString(), values.toArray());
  }

  /** What is about a thing has it as its subject or names it in its detail. */
  private static void about(
      StringBuilder sql, List<Object> values, String member, @Nullable String id) {
    if (id != null) {
      sql.append(" AND sequence IN (SELECT sequence FROM audit WHERE subject = ?")
          .append(" UNION ALL SELECT sequence FROM audit WHERE json_extract(detail, '$.")
          .append(member)
          .append("') = ?)");
      values.add(id);
      values.add(id);
    }
  }

  /** The hash that a row is chained to. */
  String hashBefore(long sequence) throws SQLException {
    List<Chained> before = before(sequence, 1);
    return before.isEmpty()
        ? start().map(AuditStart::hash).orElse(AuditRow.NOTHING_BEFORE)
        : before.get(0).hash();
  }

  private List<Chained> rows(String sql, Object... values) throws SQLException {
    List<Chained> rows = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Chained(
                  new AuditRow(
                      row.getLong(1),
                      Instant.ofEpochMilli(row.getLong(2)),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6)),
                  row.getString(7)));
        }
      }
    }
    return rows;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
