package io.sharpeyes.gateway.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How this package opens SQLite files, and what SQLite's failures mean. */
final class Sqlite {

  private static final int BUSY_TIMEOUT_MS = 10_000;
  private static final int WAL_FILE_LIMIT = 64 << 20;

  private Sqlite() {}

  /**
   * Opens a file to write to; makes it if it is missing. Transactions are begun by hand: JDBC's
   * {@code commit} would begin the next one at once and so pin the write-ahead log.
   */
  static Connection writable(Path file, SynchronousMode synchronous) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synchronous);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setJournalSizeLimit(WAL_FILE_LIMIT);
    return connect(file, config);
  }

  /** Opens a file that nobody else has open: everything is in this one file when it is closed. */
  static Connection single(Path file, SynchronousMode synchronous) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.DELETE);
    config.setSynchronous(synchronous);
    return connect(file, config);
  }

  /** Opens a file to read from. */
  static Connection readOnly(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return connect(file, config);
  }

  private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
    // Nobody asks for them, and the driver would look at each statement's text to find them.
    config.setGetGeneratedKeys(false);
    return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one number that a query gives. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Ends a transaction without effect, also one that SQLite has ended already by itself. */
  static void rollback(Connection connection) throws SQLException {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      if (primary(e) != SQLiteErrorCode.SQLITE_ERROR.code) {
        throw e;
      }
    }
  }

  /** Says whether there is no room on the disk (and not, that the disk is broken). */
  static boolean isFull(SQLException e) {
    // The shared-memory index beside the write-ahead log grows too.
    return primary(e) == SQLiteErrorCode.SQLITE_FULL.code
        || code(e) == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  /** Says whether another connection is in the way. */
  static boolean isBusy(SQLException e) {
    return primary(e) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException failure
        ? failure.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  /** SQLite's own code without the extension in the higher bytes. */
  private static int primary(SQLException e) {
    return code(e).code & 0xff;
  }
}
