package io.sharpeyes.gateway.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A read-only connection to {@code log.db}. Owned by one thread. */
final class LogReader implements AutoCloseable {

  /** A reading ends after this many bytes of data, though more was asked for. */
  private static final long BYTES_AT_ONCE = 2 << 20;

  private final Connection connection;
  private final PreparedStatement between;
  private final PreparedStatement at;

  LogReader(Path file) throws SQLException {
    connection = Sqlite.readOnly(file);
    String select = "SELECT " + LogRow.COLUMNS + " FROM log WHERE ";
    between =
        connection.prepareStatement(
            select + "sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?");
    at = connection.prepareStatement("SELECT at FROM log WHERE sequence = ?");
  }

  /** The events after a number, in order. */
  List<StoredEvent> after(long sequence, int limit) throws SQLException {
    return between(sequence, Long.MAX_VALUE, limit);
  }

  /** The events after a number and up to another, in order. */
  List<StoredEvent> between(long after, long upTo, int limit) throws SQLException {
    between.setLong(1, after);
    between.setLong(2, upTo);
    between.setInt(3, limit);
    return rows(between);
  }

  /** The events about a subject, in order; goes through the whole log. */
  List<StoredEvent> about(String subject) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + LogRow.COLUMNS + " FROM log WHERE subject = ? ORDER BY sequence")) {
      select.setString(1, subject);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          events.add(LogRow.read(row));
        }
      }
    }
    return events;
  }

  /** What tells this log from any other. */
  String id() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT value FROM about WHERE name = 'log'");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new DamagedJournal("log.db is damaged: it has lost its name; restore a backup");
      }
      return row.getString(1);
    }
  }

  /** The newest number; 0 if the log is empty. */
  long last() throws SQLException {
    return Sqlite.number(connection, "SELECT coalesce(max(sequence), 0) FROM log");
  }

  /**
   * The newest event of a subject whose newest one is looked up, also if retention has taken it out
   * of the log.
   */
  Optional<StoredEvent> latest(String subject) throws SQLException {
    String where = " WHERE sequence = (SELECT sequence FROM latest WHERE subject = ?)";
    String columns = "SELECT " + LogRow.COLUMNS;
    try (PreparedStatement select =
        connection.prepareStatement(
            columns + " FROM log" + where + " UNION ALL " + columns + " FROM kept" + where)) {
      select.setString(1, subject);
      select.setString(2, subject);
      return rows(select).stream().findFirst();
    }
  }

  /**
   * The newest number whose event happened before a time; 0 if there is none. Events are in the
   * order of their times.
   */
  long lastBefore(long millis) throws SQLException {
    long low = first() - 1;
    long high = last();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (at(middle) < millis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long at(long sequence) throws SQLException {
    at.setLong(1, sequence);
    try (ResultSet row = at.executeQuery()) {
      return row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }
  }

  /** The oldest number kept; 1 if the log is empty. */
  long first() throws SQLException {
    return Sqlite.number(connection, "SELECT coalesce(min(sequence), 1) FROM log");
  }

  private static List<StoredEvent> rows(PreparedStatement statement) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (bytes < BYTES_AT_ONCE && row.next()) {
        StoredEvent event = LogRow.read(row);
        events.add(event);
        bytes += event.json().length;
      }
    }
    return events;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
