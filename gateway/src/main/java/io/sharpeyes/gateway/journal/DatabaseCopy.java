package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Copies of the small databases beside the log ({@code audit.db}, {@code sessions.db}), made while
 * another process writes to them. These calls block.
 */
public final class DatabaseCopy {

  private DatabaseCopy() {}

  /**
   * Copies a database as it stands at one moment into a new file, fsynced.
   *
   * @throws DamagedJournal if it is damaged; nothing is left at the target then
   */
  public static void copy(Path source, Path target) throws IOException, SQLException {
    boolean whole = false;
    try (Connection connection = Sqlite.readOnly(source);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toString());
      vacuum.execute();
      Disk.syncFile(target);
      check(target);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }

  /**
   * Checks a database whole.
   *
   * @throws DamagedJournal if it is damaged
   */
  public static void check(Path file) throws SQLException {
    try (Connection connection = Sqlite.readOnly(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
      if (row.next() && !row.getString(1).equals("ok")) {
        throw new DamagedJournal(file + " is damaged: " + row.getString(1));
      }
    }
  }

  /**
   * Makes the MQTT sessions of a backup fit for use: which messages of QoS 2 had arrived is
   * forgotten. Their identifiers have been used again since, and a new alarm under one of them
   * would be taken for an old one.
   */
  public static void forgetReceived(Path sessions) throws SQLException {
    try (Connection connection = Sqlite.single(sessions, SynchronousMode.FULL)) {
      Sqlite.execute(connection, "UPDATE session SET received = '[]'");
    }
  }
}
