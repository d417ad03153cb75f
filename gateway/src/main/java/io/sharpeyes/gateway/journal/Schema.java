package io.sharpeyes.gateway.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The form of a database file, and how an older form becomes the present one.
 *
 * @param file its name, for messages
 * @param applicationId tells our file from any other SQLite file
 * @param steps the statements that lead from version n to n + 1, the first from an empty file; a
 *     step that was released never changes
 */
record Schema(String file, int applicationId, List<List<String>> steps) {

  /**
   * Brings a database to the present form; a failure leaves it as it was.
   *
   * @throws DamagedJournal if it is no file of ours, or of a later version
   */
  void migrate(Connection connection) throws SQLException {
    int version = (int) Sqlite.number(connection, "PRAGMA user_version");
    int id = (int) Sqlite.number(connection, "PRAGMA application_id");
    if (id != applicationId && (id != 0 || version != 0 || !isEmpty(connection))) {
      throw new DamagedJournal(
          file + " is not a file of this gateway (application id " + id + "); restore a backup");
    }
    if (version > steps.size()) {
      throw new DamagedJournal(
          file
              + " was written by a later version of the gateway (schema "
              + version
              + ", this one knows "
              + steps.size()
              + "); run that version, or restore a backup made before it");
    }
    if (version < steps.size()) {
      apply(connection, version);
    }
  }

  private void apply(Connection connection, int version) throws SQLException {
    Sqlite.execute(connection, "BEGIN IMMEDIATE");
    try {
      for (List<String> step : steps.subList(version, steps.size())) {
        for (String sql : step) {
          Sqlite.execute(connection, sql);
        }
      }
      Sqlite.execute(connection, "PRAGMA application_id = " + applicationId);
      Sqlite.execute(connection, "PRAGMA user_version = " + steps.size());
      Sqlite.execute(connection, "COMMIT");
    } catch (SQLException e) {
      Sqlite.rollback(connection);
      throw e;
    }
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    return Sqlite.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  }
}
