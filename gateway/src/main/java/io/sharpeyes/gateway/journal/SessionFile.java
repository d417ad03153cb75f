package io.sharpeyes.gateway.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.sharpeyes.device.mqtt.MqttSessionStore.Subscription;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The rows of {@code sessions.db}. One thread owns it. */
final class SessionFile implements AutoCloseable {

  private static final Schema SCHEMA =
      new Schema(
          "sessions.db",
          0x5345_4D53,
          List.of(
              List.of(
                  """
                  CREATE TABLE session (
                    device        TEXT    NOT NULL,
                    client        TEXT    NOT NULL,
                    expiry_s      INTEGER NOT NULL,
                    ended_at      INTEGER,
                    subscriptions TEXT    NOT NULL,
                    received      TEXT    NOT NULL,
                    PRIMARY KEY (device, client)
                  ) STRICT, WITHOUT ROWID""")));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;
  private final PreparedStatement write;
  private final PreparedStatement delete;

  private SessionFile(Connection connection) throws SQLException {
    this.connection = connection;
    this.write =
        connection.prepareStatement("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?)");
    this.delete =
        connection.prepareStatement("DELETE FROM session WHERE device = ? AND client = ?");
  }

  /** Opens the file, makes it if it is missing, and brings it to this version's form. */
  static SessionFile open(Path file) throws SQLException {
    Connection connection = Sqlite.writable(file, SynchronousMode.FULL);
    SCHEMA.migrate(connection);
    return new SessionFile(connection);
  }

  List<StoredSession> readAll() throws SQLException {
    List<StoredSession> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT device, client, expiry_s, ended_at, subscriptions, received"
                    + " FROM session")) {
      while (row.next()) {
        all.add(read(row));
      }
    }
    return all;
  }

  /** Gives every session without an end this one. */
  void endAll(Instant now) throws SQLException {
    begin();
    try (PreparedStatement end =
        connection.prepareStatement("UPDATE session SET ended_at = ? WHERE ended_at IS NULL")) {
      end.setLong(1, now.toEpochMilli());
      end.executeUpdate();
    }
    commit();
  }

  /** Begins a batch. */
  void begin() throws SQLException {
    Sqlite.execute(connection, "BEGIN IMMEDIATE");
  }

  void write(StoredSession session) throws SQLException {
    write.setString(1, session.key().device().value());
    write.setString(2, session.key().clientId());
    write.setLong(3, session.expiryS());
    Instant ended = session.endedAt();
    if (ended == null) {
      write.setNull(4, Types.INTEGER);
    } else {
      write.setLong(4, ended.toEpochMilli());
    }
    write.setString(5, subscriptions(session));
    write.setString(6, received(session));
    write.executeUpdate();
  }

  void delete(SessionKey key) throws SQLException {
    delete.setString(1, key.device().value());
    delete.setString(2, key.clientId());
    delete.executeUpdate();
  }

  /** Makes what was written last: it is on disk, fsynced, when this returns. */
  void commit() throws SQLException {
    Sqlite.execute(connection, "COMMIT");
  }

  /** Forgets what was written since {@link #begin}; SQLite may have done so by itself. */
  void rollback() throws SQLException {
    Sqlite.rollback(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static StoredSession read(ResultSet row) throws SQLException {
    SessionKey key = new SessionKey(new DeviceId(row.getString(1)), row.getString(2));
    long ended = row.getLong(4);
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    try {
      List<Subscription> subscriptions = new ArrayList<>();
      for (JsonNode one : JSON.readTree(row.getString(5))) {
        subscriptions.add(
            new Subscription(one.get(0).asText(), one.get(1).asInt(), one.get(2).asInt()));
      }
      Set<Integer> received = new HashSet<>();
      JSON.readTree(row.getString(6)).forEach(id -> received.add(id.asInt()));
      return new StoredSession(key, row.getLong(3), subscriptions, received, endedAt);
    } catch (JsonProcessingException notJson) {
      throw new SQLException("the session of " + key.device() + " is not readable", notJson);
    }
  }

  private static String subscriptions(StoredSession session) {
    ArrayNode all = JSON.createArrayNode();
    session
        .subscriptions()
        .forEach(one -> all.addArray().add(one.filter()).add(one.qos()).add(one.identifier()));
    return all.toString();
  }

  private static String received(StoredSession session) {
    ArrayNode all = JSON.createArrayNode();
    session.received().forEach(all::add);
    return all.toString();
  }
}
