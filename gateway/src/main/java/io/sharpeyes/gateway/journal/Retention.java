package io.sharpeyes.gateway.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deletes the oldest part of the log, a little at a time between the writer's batches, and really:
 * what was there is overwritten. Owned by the keeper's thread.
 */
final class Retention {

  private static final int ROWS_AT_ONCE = 200;
  private static final String COPY_LATEST =
      "INSERT OR REPLACE INTO kept SELECT * FROM log WHERE sequence BETWEEN ? AND ?"
          + " AND sequence IN (SELECT sequence FROM latest)";
  private static final String FORGET_OLDER =
      "DELETE FROM kept WHERE sequence NOT IN (SELECT sequence FROM latest)";

  private final Connection connection;
  private final ReentrantLock gate;

  /**
   * Deletes on this connection.
   *
   * @param gate held by whoever writes to the log
   */
  Retention(Connection connection, ReentrantLock gate) throws SQLException {
    this.connection = connection;
    this.gate = gate;
    Sqlite.execute(connection, "PRAGMA secure_delete = ON");
  }

  /**
   * Deletes the next rows.
   *
   * @param first the oldest number kept
   * @param upTo the last number that may go
   * @return the oldest number kept now
   */
  long delete(long first, long upTo) throws SQLException {
    long last = Math.min(upTo, first + ROWS_AT_ONCE - 1);
    gate.lock();
    try {
      Sqlite.execute(connection, "BEGIN IMMEDIATE");
      run(COPY_LATEST, first, last);
      Sqlite.execute(connection, FORGET_OLDER);
      run("DELETE FROM log WHERE sequence BETWEEN ? AND ?", first, last);
      Sqlite.execute(connection, "COMMIT");
    } catch (SQLException e) {
      Sqlite.rollback(connection);
      throw e;
    } finally {
      gate.unlock();
    }
    return last + 1;
  }

  private void run(String sql, long first, long last) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, first);
      statement.setLong(2, last);
      statement.executeUpdate();
    }
  }
}
