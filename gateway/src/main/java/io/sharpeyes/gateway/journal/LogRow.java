package io.sharpeyes.gateway.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** How an event lies in a row of the log, with a checksum over all of it. */
final class LogRow {

  /** The version of the events' data that this gateway writes ({@code urn:sharp-eyes:event:1}). */
  static final int VERSION = 1;

  static final String COLUMNS =
      "sequence, version, type, subject, at, district, site, units, data, checksum";

  static final String INSERT = "INSERT INTO log (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?)";

  private LogRow() {}

  /** Fills the parameters of {@link #INSERT}. */
  static void bind(PreparedStatement insert, StoredEvent event) throws SQLException {
    String units = String.join(" ", event.units());
    insert.setLong(1, event.sequence());
    insert.setInt(2, VERSION);
    insert.setString(3, event.type());
    insert.setString(4, event.subject());
    insert.setLong(5, event.at().toEpochMilli());
    insert.setString(6, event.district());
    insert.setString(7, event.site());
    insert.setString(8, units);
    insert.setBytes(9, event.json());
    insert.setLong(10, checksum(event, units));
  }

  /**
   * Reads a row that was selected as {@link #COLUMNS}.
   *
   * @throws DamagedJournal if its checksum is wrong
   */
  static StoredEvent read(ResultSet row) throws SQLException {
    String units = row.getString(8);
    StoredEvent event =
        new StoredEvent(
            row.getLong(1),
            row.getString(3),
            row.getString(4),
            Instant.ofEpochMilli(row.getLong(5)),
            row.getString(6),
            row.getString(7),
            units.isEmpty() ? Set.of() : Set.copyOf(List.of(units.split(" "))),
            row.getBytes(9));
    if (row.getLong(10) != checksum(event, units)) {
      throw new DamagedJournal(
          "log.db: the event with sequence number "
              + event.sequence()
              + " is damaged (its checksum is wrong); restore a backup");
    }
    return event;
  }

  private static long checksum(StoredEvent event, String units) {
    CRC32C crc = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(16);
    numbers.putLong(event.sequence()).putLong(event.at().toEpochMilli()).flip();
    crc.update(numbers);
    update(crc, event.type());
    update(crc, event.subject());
    update(crc, event.district());
    update(crc, event.site());
    update(crc, units);
    crc.update(event.json());
    return crc.getValue();
  }

  private static void update(CRC32C crc, @Nullable String text) {
    if (text != null) {
      crc.update(text.getBytes(StandardCharsets.UTF_8));
    }
    crc.update(text == null ? 1 : 0);
  }
}
