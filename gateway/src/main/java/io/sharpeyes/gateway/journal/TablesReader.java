package io.sharpeyes.gateway.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A read-only connection to {@code tables.db}, with the log beside it. Owned by one thread. */
final class TablesReader implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WORDS = 8;
  private static final int STEPS_BETWEEN_LOOKS = 10_000;
  private static final long LONGEST_NANOS = 3_000_000_000L;

  private final Connection connection;

  TablesReader(LogFolder folder) throws SQLException {
    connection = Sqlite.readOnly(folder.tables());
    attach(folder.log());
  }

  private void attach(Path log) throws SQLException {
    try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS truth")) {
      attach.setString(1, log.toString());
      attach.execute();
    }
  }

  /** How far the tables have come. */
  long sequence() throws SQLException {
    return Sqlite.number(connection, "SELECT coalesce(max(sequence), 0) FROM follows");
  }

  /**
   * The number of the oldest event of an incident that is open, held, or of which pictures are
   * kept.
   */
  long firstOfOpen() throws SQLException {
    return Sqlite.number(
        connection,
        "SELECT coalesce(min(first), "
            + Long.MAX_VALUE
            + ") FROM incident WHERE handling <> 'closed' OR held = 1 OR evidence > 0");
  }

  /** Closed incidents of which there is evidence that nobody holds, those closed first before. */
  List<Keyed> evidenceDue(Instant closedBefore, @Nullable String after, int limit)
      throws SQLException {
    Select select =
        new Select(
                "SELECT closed_at, id, CAST(id AS BLOB) FROM incident"
                    + " WHERE evidence > 0 AND held = 0 AND handling = 'closed' AND closed_at < ?")
            .with(closedBefore.toEpochMilli());
    if (after != null) {
      Key key = Key.of(after);
      select.add(" AND (closed_at, id) > (?, ?)", key.at(), key.id());
    }
    return keyed(select.add(" ORDER BY closed_at, id LIMIT ?", limit + 1));
  }

  /** The districts of incidents, for those that there are. */
  Map<String, String> districtsOf(Collection<String> incidents) throws SQLException {
    Map<String, String> districts = new HashMap<>();
    each(
        new Select("SELECT id, district FROM incident WHERE id IN (SELECT value FROM json_each(?))")
            .with(json(incidents)),
        row -> districts.put(row.getString(1), row.getString(2)));
    return districts;
  }

  /**
   * The events about a subject, in order.
   *
   * @param family how their types begin; empty for all
   */
  List<StoredEvent> timeline(String subject, String family, long after, int limit)
      throws SQLException {
    Select select =
        new Select("SELECT " + LogRow.COLUMNS + " FROM truth.log WHERE sequence IN (")
            .add("SELECT sequence FROM timeline WHERE subject = ?", subject)
            .add(" AND sequence > ?", after);
    if (!family.isEmpty()) {
      select.add(
          " AND (SELECT substr(type, 1, ?) FROM truth.log AS one"
              + " WHERE one.sequence = timeline.sequence) = ?",
          family.length(),
          family);
    }
    return rows(select.add(" ORDER BY sequence LIMIT ?) ORDER BY sequence", limit), LogRow::read);
  }

  /** The newest event of a topic about each subject, in no order. */
  List<StoredEvent> latest(String topic) throws SQLException {
    Select select =
        new Select("SELECT " + LogRow.COLUMNS + " FROM truth.log WHERE sequence IN (")
            .add("SELECT sequence FROM latest WHERE topic = ?)", topic);
    return rows(select, LogRow::read);
  }

  /** An incident's JSON as the tables have it. */
  Optional<Buffer> incident(String id) throws SQLException {
    Select select = new Select("SELECT data FROM incident WHERE id = ?").with(id);
    return rows(select, row -> Buffer.buffer(row.getBytes(1))).stream().findFirst();
  }

  /** Incidents, the newest first. */
  List<Keyed> incidents(IncidentQuery query) throws SQLException {
    Select select = new Select("SELECT opened_at, id, data FROM incident WHERE true");
    if (!query.handlings().isEmpty()) {
      select.add(" AND handling IN (SELECT value FROM json_each(?))", json(query.handlings()));
      if (!query.handlings().contains("closed")) {
        select.add(" AND handling <> 'closed'");
      }
    }
    within(select, query.districts());
    select.addIf(" AND site = ?", query.site());
    select.addIf(
        " AND EXISTS (SELECT 1 FROM assignment WHERE incident = id AND unit = ?)", query.unit());
    select.addIf(" AND opened_at >= ?", millis(query.since()));
    select.addIf(" AND opened_at < ?", millis(query.until()));
    select.addIf(" AND disposition = ?", query.disposition());
    if (query.text() != null) {
      words(select, query.text());
    }
    after(select, "opened_at", query.after());
    select.add(" ORDER BY opened_at DESC, id DESC LIMIT ?", query.limit() + 1);
    return keyed(select);
  }

  private static void words(Select select, String text) {
    List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    for (String word : words.subList(0, Math.min(words.size(), WORDS))) {
      select.add(" AND (instr(search, ?) > 0 OR instr(notes, ?) > 0)", word, word);
    }
  }

  /** The alarms of a device, the newest first. */
  List<Keyed> alarmsOf(String device, @Nullable String after, int limit) throws SQLException {
    Select select = new Select("SELECT received_at, id, data FROM alarm WHERE device = ?");
    after(select.with(device), "received_at", after);
    return keyed(select.add(" ORDER BY received_at DESC, id DESC LIMIT ?", limit + 1));
  }

  /** Closed incidents whose device was never reset (待复位), the longest first. */
  List<Keyed> pendingReset(@Nullable Set<String> districts, @Nullable String after, int limit)
      throws SQLException {
    Select select =
        new Select(
            "SELECT closed_at, id, data FROM incident"
                + " WHERE handling = 'closed' AND condition = 'active'");
    within(select, districts);
    if (after != null) {
      Key key = Key.of(after);
      select.add(" AND (closed_at, id) > (?, ?)", key.at(), key.id());
    }
    return keyed(select.add(" ORDER BY closed_at, id LIMIT ?", limit + 1));
  }

  /** Booked windows that began in a time, the newest first. */
  List<Keyed> windows(
      @Nullable Set<String> districts,
      Instant since,
      Instant until,
      @Nullable String after,
      int limit)
      throws SQLException {
    Select select =
        new Select("SELECT starts_at, id, data FROM booked_window")
            .add(" WHERE starts_at >= ?", since.toEpochMilli())
            .add(" AND starts_at < ?", until.toEpochMilli());
    within(select, districts);
    after(select, "starts_at", after);
    return keyed(select.add(" ORDER BY starts_at DESC, id DESC LIMIT ?", limit + 1));
  }

  /** How long it took to answer, by district and stage. */
  List<ResponseTimes> responseTimes(@Nullable Set<String> districts, Instant since, Instant until)
      throws SQLException {
    Select select =
        new Select(
                "SELECT district, opened_at, claimed_at, dispatched_at, on_scene_at, closed_at"
                    + " FROM incident WHERE opened_at >= ? AND opened_at < ?")
            .with(since.toEpochMilli(), until.toEpochMilli())
            .add(" AND status = 'actual' AND disposition IS NOT 'duplicate'");
    within(select, districts);
    ResponseTimesReport report = new ResponseTimesReport();
    each(select, report::add);
    return report.finish();
  }

  private static void within(Select select, @Nullable Set<String> districts) {
    if (districts != null) {
      select.add(" AND district IN (SELECT value FROM json_each(?))", json(districts));
    }
  }

  private static void after(Select select, String column, @Nullable String after) {
    if (after != null) {
      Key key = Key.of(after);
      select.add(" AND (" + column + ", id) < (?, ?)", key.at(), key.id());
    }
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static String json(Collection<String> values) {
    ArrayNode array = MAPPER.createArrayNode();
    values.forEach(array::add);
    return array.toString();
  }

  private List<Keyed> keyed(Select select) throws SQLException {
    return rows(
        select,
        row ->
            new Keyed(new Key(row.getLong(1), row.getString(2)), Buffer.buffer(row.getBytes(3))));
  }

  /** Reads a row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes a row. */
  private interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(Select select, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    each(select, row -> rows.add(reader.read(row)));
    return rows;
  }

  private void each(Select select, RowTaker taker) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new Limit());
    try (PreparedStatement statement = connection.prepareStatement(select.sql.toString())) {
      for (int i = 0; i < select.values.size(); i++) {
        statement.setObject(i + 1, select.values.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taker.take(row);
        }
      }
    } catch (SQLiteException e) {
      if (e.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw new NotReady("the search takes too long; ask for a shorter time or fewer districts");
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /**
   * Ends a query that takes too long, so that one person's search can't keep the others waiting.
   */
  private static final class Limit extends ProgressHandler {
    private final long end = System.nanoTime() + LONGEST_NANOS;

    @Override
    protected int progress() {
      return System.nanoTime() - end > 0 ? 1 : 0;
    }
  }

  /** A statement in the making, and the values of its question marks. */
  private static final class Select {
    private final StringBuilder sql;
    private final List<Object> values = new ArrayList<>();

    Select(String sql) {
      this.sql = new StringBuilder(sql);
    }

    Select add(String part, Object... more) {
      sql.append(part);
      return with(more);
    }

    Select with(Object... more) {
      for (Object value : more) {
        values.add(value);
      }
      return this;
    }

    void addIf(String part, @Nullable Object value) {
      if (value != null) {
        add(part, value);
      }
    }
  }

  /**
   * Where an item stands in its list; also what {@link Page#next} is made of.
   *
   * @param at milliseconds since 1970
   */
  record Key(long at, String id) {

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Key of(String text) {
      int dot = text.indexOf('.');
      try {
        return new Key(
            Long.parseLong(text.substring(0, Math.max(dot, 0))), text.substring(dot + 1));
      } catch (NumberFormatException e) {
        throw new UnknownPage(text, e);
      }
    }

    @Override
    public String toString() {
      return at + "." + id;
    }
  }

  /** An item with its place in the list. */
  record Keyed(Key key, Buffer data) {}
}
