package io.sharpeyes.gateway.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/** A read-only connection to {@code log.db}. Owned by one thread. */
final class LogReader implements AutoCloseable {

  /** A reading ends after this many bytes of data, though more was asked for. */
  private static final long BYTES_AT_ONCE = 8 << 20;

  private final Connection connection;
  private final PreparedStatement after;
  private final PreparedStatement about;
  private final PreparedStatement newest;

  LogReader(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    String select = "SELECT " + LogRow.COLUMNS + " FROM log WHERE ";
    after = connection.prepareStatement(select + "sequence > ? ORDER BY sequence LIMIT ?");
    about =
        connection.prepareStatement(
            select + "sequence > ? AND subject = ? ORDER BY sequence LIMIT ?");
    newest =
        connection.prepareStatement(
            select
                + "subject = ? AND (type LIKE 'incident.%' OR type LIKE 'assignment.%')"
                + " ORDER BY sequence DESC LIMIT 1");
  }

  /** The events after a number, in order. */
  List<StoredEvent> after(long sequence, int limit) throws SQLException {
    after.setLong(1, sequence);
    after.setInt(2, limit);
    return rows(after);
  }

  /** The events after a number that are about one subject, in order. */
  List<StoredEvent> about(String subject, long sequence, int limit) throws SQLException {
    about.setLong(1, sequence);
    about.setString(2, subject);
    about.setInt(3, limit);
    return rows(about);
  }

  /** The newest event that tells an incident whole. */
  Optional<StoredEvent> newestOf(String incident) throws SQLException {
    newest.setString(1, incident);
    return rows(newest).stream().findFirst();
  }

  /** The oldest number kept; 1 if the log is empty. */
  long first() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT coalesce(min(sequence), 1) FROM log");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<StoredEvent> rows(PreparedStatement statement) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (bytes < BYTES_AT_ONCE && row.next()) {
        StoredEvent event = LogRow.read(row);
        events.add(event);
        bytes += event.data().length();
      }
    }
    return events;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
