package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into the tables. Knows only their JSON, so that tables can be built from whatever is
 * in the log. Owned by the follower's thread.
 */
final class TablesWriter {

  private static final int NOTES_LENGTH = 4_000;
  private static final Set<String> ALARM_MEMBERS = Set.of("id", "incident", "device", "receivedAt");
  private static final Set<String> WINDOW_MEMBERS = Set.of("id", "from", "state", "district");

  private final Connection connection;
  private final PreparedStatement timeline;
  private final PreparedStatement latest;
  private final PreparedStatement incident;
  private final PreparedStatement note;
  private final PreparedStatement alarm;
  private final PreparedStatement assignment;
  private final PreparedStatement window;
  private final PreparedStatement evidence;
  private final PreparedStatement cursor;

  TablesWriter(Connection connection) throws SQLException {
    this.connection = connection;
    timeline =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO timeline (subject, sequence) VALUES (?, ?)");
    latest = connection.prepareStatement("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)");
    incident =
        connection.prepareStatement(
            """
            INSERT INTO incident (id, first, sequence, opened_at, claimed_at, dispatched_at, on_scene_at,
              closed_at, status, handling, condition, disposition, district, site, search, data)
            VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT (id) DO UPDATE SET
              sequence = excluded.sequence,
              claimed_at = coalesce(claimed_at, excluded.claimed_at),
              dispatched_at = coalesce(dispatched_at, excluded.dispatched_at),
              on_scene_at = coalesce(on_scene_at, excluded.on_scene_at),
              closed_at = excluded.closed_at,
              status = excluded.status,
              handling = excluded.handling,
              condition = excluded.condition,
              disposition = excluded.disposition,
              search = excluded.search,
              data = excluded.data""");
    note =
        connection.prepareStatement(
            "UPDATE incident SET notes = substr(notes || ' ' || ?, 1, "
                + NOTES_LENGTH
                + ") WHERE id = ?");
    alarm = connection.prepareStatement("INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?, ?)");
    assignment = connection.prepareStatement("INSERT OR IGNORE INTO assignment VALUES (?, ?)");
    window = connection.prepareStatement("INSERT OR REPLACE INTO booked_window VALUES (?,?,?,?,?)");
    evidence =
        connection.prepareStatement(
            "UPDATE incident SET evidence = coalesce(?1, evidence + ?2), held = coalesce(?3, held)"
                + " WHERE id = ?4");
    cursor = connection.prepareStatement("INSERT OR REPLACE INTO follows VALUES (1, ?, ?)");
  }

  /**
   * Puts an event in.
   *
   * @throws IOException if its data can't be read
   */
  void put(StoredEvent event) throws SQLException, IOException {
    timeline.setString(1, event.subject());
    timeline.setLong(2, event.sequence());
    timeline.executeUpdate();
    String family = event.type().substring(0, event.type().indexOf('.') + 1);
    switch (family) {
      case "incident.", "assignment." -> putIncident(event);
      case "alarm." -> putAlarm(event);
      case "window." -> putWindow(event);
      case "evidence." -> putEvidence(event);
      default -> {}
    }
    putLatest(event);
  }

  private void putLatest(StoredEvent event) throws SQLException {
    String topic = Tables.LATEST_TOPICS.get(event.type());
    if (topic != null) {
      latest.setString(1, topic);
      latest.setString(2, event.subject());
      latest.setLong(3, event.sequence());
      latest.executeUpdate();
    }
  }

  private void putIncident(StoredEvent event) throws SQLException, IOException {
    IncidentRow row = IncidentRow.read(event.json());
    if (row == null) {
      return;
    }
    incident.setString(1, row.id());
    incident.setLong(2, event.sequence());
    setTime(incident, 3, row.openedAt());
    setTime(incident, 4, row.claimedAt());
    setTime(incident, 5, row.since("dispatched"));
    setTime(incident, 6, row.since("on-scene"));
    setTime(incident, 7, row.since("closed"));
    incident.setString(8, row.status());
    incident.setString(9, row.handling());
    incident.setString(10, row.condition());
    incident.setString(11, row.disposition());
    incident.setString(12, row.district());
    incident.setString(13, row.site());
    incident.setString(14, row.search());
    incident.setBytes(15, row.json());
    incident.executeUpdate();
    for (String unit : row.units()) {
      assignment.setString(1, row.id());
      assignment.setString(2, unit);
      assignment.executeUpdate();
    }
    if (event.type().equals("incident.noted")) {
      note.setString(1, row.text().toLowerCase(Locale.ROOT));
      note.setString(2, event.subject());
      note.executeUpdate();
    }
  }

  private void putAlarm(StoredEvent event) throws SQLException, IOException {
    JsonMembers.Cut row = JsonMembers.cut(event.json(), "alarm", ALARM_MEMBERS);
    if (row != null) {
      alarm.setString(1, row.text("id"));
      alarm.setString(2, row.text("incident"));
      alarm.setString(3, row.text("device"));
      setTime(alarm, 4, row.text("receivedAt"));
      alarm.setBytes(5, row.json());
      alarm.executeUpdate();
    }
  }

  private void putWindow(StoredEvent event) throws SQLException, IOException {
    JsonMembers.Cut row = JsonMembers.cut(event.json(), "window", WINDOW_MEMBERS);
    if (row != null) {
      window.setString(1, row.text("id"));
      setTime(window, 2, row.text("from"));
      window.setString(3, row.text("state"));
      window.setString(4, row.text("district"));
      window.setBytes(5, row.json());
      window.executeUpdate();
    }
  }

  /** How many pieces there are of an incident, and whether it is held. */
  private void putEvidence(StoredEvent event) throws SQLException, IOException {
    evidence.setObject(1, null);
    evidence.setInt(2, 0);
    evidence.setObject(3, null);
    evidence.setString(4, event.subject());
    switch (event.type()) {
      case "evidence.stored" -> evidence.setInt(2, 1);
      case "evidence.deleted" -> evidence.setInt(1, JsonMembers.number(event.json(), "left"));
      case "evidence.held" -> evidence.setInt(3, 1);
      case "evidence.hold-released" -> evidence.setInt(3, 0);
      default -> {}
    }
    evidence.executeUpdate();
  }

  private static void setTime(PreparedStatement statement, int index, @Nullable String time)
      throws SQLException {
    if (time == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, Instant.parse(time).toEpochMilli());
    }
  }

  /** Notes how far it has come, in the same transaction as what it has put in. */
  void reached(String log, long sequence) throws SQLException {
    cursor.setString(1, log);
    cursor.setLong(2, sequence);
    cursor.executeUpdate();
  }

  /**
   * Deletes what the log has deleted.
   *
   * @param first the oldest number that the log keeps
   * @param before incidents opened since then are kept, milliseconds
   */
  void prune(long first, long before) throws SQLException {
    String old =
        " IN (SELECT id FROM incident WHERE opened_at < "
            + before
            + " AND handling = 'closed' AND sequence < "
            + first
            + ")";
    begin();
    Sqlite.execute(connection, "DELETE FROM alarm WHERE incident" + old);
    Sqlite.execute(connection, "DELETE FROM assignment WHERE incident" + old);
    Sqlite.execute(connection, "DELETE FROM incident WHERE id" + old);
    Sqlite.execute(connection, "DELETE FROM timeline WHERE sequence < " + first);
    Sqlite.execute(connection, "DELETE FROM latest WHERE sequence < " + first);
    Sqlite.execute(
        connection, "DELETE FROM booked_window WHERE state <> 'booked' AND starts_at < " + before);
    commit();
  }

  /** Empties the tables. */
  void clear() throws SQLException {
    begin();
    for (String table :
        List.of(
            "follows", "timeline", "latest", "incident", "alarm", "assignment", "booked_window")) {
      Sqlite.execute(connection, "DELETE FROM " + table);
    }
    commit();
  }

  void begin() throws SQLException {
    Sqlite.execute(connection, "BEGIN IMMEDIATE");
  }

  void commit() throws SQLException {
    Sqlite.execute(connection, "COMMIT");
  }

  void rollback() throws SQLException {
    Sqlite.rollback(connection);
  }
}
