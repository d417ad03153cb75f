package io.sharpeyes.gateway.journal;

import static java.util.Map.entry;

import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * History, search and reports: tables that follow the log and can be built from it again. Any
 * thread; nothing blocks; a future completes on the Vert.x context it was asked from.
 *
 * <p>What was stored before a question is in its answer, if the tables come so far within two
 * seconds; else the answer is what they have, and {@link Page#behind} says how many events are
 * missing. What takes too long fails with {@link NotReady}.
 */
public final class Tables {

  /** The device's health: {@code device.*}. */
  public static final String DEVICE_HEALTH = "device-health";

  /** The camera's health. */
  public static final String CAMERA_HEALTH = "camera-health";

  /** What a camera said it is. */
  public static final String CAMERA_DESCRIPTION = "camera-description";

  /** A work order. */
  public static final String WORK_ORDER = "work-order";

  /** The reviews of a closed incident; that it was reopened ends them. */
  public static final String REVIEWS = "reviews";

  /** What a person hands over. */
  public static final String HANDOVER = "handover";

  /** Which events tell what of a thing last. */
  static final Map<String, String> LATEST_TOPICS =
      Map.ofEntries(
          entry("device.offline", DEVICE_HEALTH),
          entry("device.online", DEVICE_HEALTH),
          entry("device.fault", DEVICE_HEALTH),
          entry("device.mended", DEVICE_HEALTH),
          entry("device.sampled", DEVICE_HEALTH),
          entry("camera.fault", CAMERA_HEALTH),
          entry("camera.mended", CAMERA_HEALTH),
          entry("camera.changed", CAMERA_DESCRIPTION),
          entry("work-order.opened", WORK_ORDER),
          entry("work-order.noted", WORK_ORDER),
          entry("work-order.done", WORK_ORDER),
          entry("evidence.review-asked", REVIEWS),
          entry("evidence.review-confirmed", REVIEWS),
          entry("evidence.review-declined", REVIEWS),
          entry("incident.reopened", REVIEWS),
          entry("handover.offered", HANDOVER),
          entry("handover.accepted", HANDOVER),
          entry("handover.withdrawn", HANDOVER));

  private static final long LIST_WAIT_MS = 2_000;
  private static final long EXACT_WAIT_MS = 10_000;

  private final TablesFollower follower;
  private final ReadPool<TablesReader> readings;
  private final LongSupplier lastSequence;
  private final Context ownContext;

  Tables(
      TablesFollower follower,
      ReadPool<TablesReader> readings,
      LongSupplier lastSequence,
      Context ownContext) {
    this.follower = follower;
    this.readings = readings;
    this.lastSequence = lastSequence;
    this.ownContext = ownContext;
  }

  /** How many events of the log are not in the tables yet. */
  public long behind() {
    return Math.max(0, lastSequence.getAsLong() - follower.reached());
  }

  /** Incidents, open and closed, the newest first. */
  public Future<Page<Incident>> incidents(IncidentQuery query) {
    return page(query.limit(), Tables::readIncident, tables -> tables.incidents(query));
  }

  /** The alarms of a device as JSON, the newest first. */
  public Future<Page<Buffer>> alarms(String device, @Nullable String after, int limit) {
    return page(limit, data -> data, tables -> tables.alarmsOf(device, after, limit));
  }

  /**
   * Closed incidents whose device was never reset (待复位), the longest first.
   *
   * @param districts as in {@link IncidentQuery}
   */
  public Future<Page<Incident>> pendingReset(
      @Nullable Set<String> districts, @Nullable String after, int limit) {
    return page(
        limit, Tables::readIncident, tables -> tables.pendingReset(districts, after, limit));
  }

  /**
   * Booked windows (drills and tests) that begin in a time, as JSON, each with its report, the
   * newest first.
   */
  public Future<Page<Buffer>> windows(
      @Nullable Set<String> districts,
      Instant since,
      Instant until,
      @Nullable String after,
      int limit) {
    return page(
        limit, data -> data, tables -> tables.windows(districts, since, until, after, limit));
  }

  /**
   * Closed incidents of which there is evidence that nobody holds, the longest closed first.
   *
   * @param closedBefore closed before this time
   */
  public Future<Page<String>> evidenceDue(Instant closedBefore, @Nullable String after, int limit) {
    return page(limit, Buffer::toString, tables -> tables.evidenceDue(closedBefore, after, limit));
  }

  /** The districts of incidents by their ids, for those that there are. */
  public Future<Map<String, String>> districtsOf(Set<String> incidents) {
    Context context = context();
    return settled(LIST_WAIT_MS)
        .otherwiseEmpty()
        .compose(done -> readings.read(context, tables -> tables.districtsOf(incidents)));
  }

  /** How long it took to answer, by district and stage, for incidents opened in a time. */
  public Future<List<ResponseTimes>> responseTimes(
      @Nullable Set<String> districts, Instant since, Instant until) {
    Context context = context();
    return settled(LIST_WAIT_MS)
        .otherwiseEmpty()
        .compose(
            done ->
                readings.read(context, tables -> tables.responseTimes(districts, since, until)));
  }

  /**
   * What was last told of each thing, one event for each, in no order; complete, or fails with
   * {@link NotReady}.
   *
   * @param topic {@link #DEVICE_HEALTH}, {@link #CAMERA_HEALTH}, {@link #CAMERA_DESCRIPTION} or
   *     {@link #WORK_ORDER}
   */
  public Future<List<StoredEvent>> latest(String topic) {
    Context context = context();
    return settled(EXACT_WAIT_MS)
        .compose(done -> readings.read(context, tables -> tables.latest(topic)));
  }

  /** An incident as last stored; complete, or fails with {@link NotReady}. */
  Future<Optional<Incident>> incident(String id) {
    Context context = context();
    return settled(EXACT_WAIT_MS)
        .compose(done -> readings.read(context, tables -> tables.incident(id)))
        .map(data -> data.map(Tables::readIncident));
  }

  /** The events about a subject; complete, or fails with {@link NotReady}. */
  Future<List<StoredEvent>> timeline(String subject, String family, long after, int limit) {
    Context context = context();
    return settled(EXACT_WAIT_MS)
        .compose(
            done ->
                readings.read(context, tables -> tables.timeline(subject, family, after, limit)));
  }

  private <T> Future<Page<T>> page(
      int limit,
      Function<Buffer, T> item,
      ReadPool.Reading<TablesReader, List<TablesReader.Keyed>> reading) {
    Context context = context();
    return settled(LIST_WAIT_MS)
        .otherwiseEmpty()
        .compose(done -> readings.read(context, tables -> page(limit, item, tables, reading)));
  }

  private <T> Page<T> page(
      int limit,
      Function<Buffer, T> item,
      TablesReader tables,
      ReadPool.Reading<TablesReader, List<TablesReader.Keyed>> reading)
      throws SQLException {
    long missing = behind();
    List<TablesReader.Keyed> rows = reading.read(tables);
    boolean more = rows.size() > limit;
    List<TablesReader.Keyed> shown = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(row -> item.apply(row.data())).toList(),
        more ? shown.get(limit - 1).key().toString() : null,
        missing);
  }

  /** Completes when all that is stored by now is in the tables; fails after a time. */
  private Future<Void> settled(long withinMs) {
    Future<Void> reached = follower.reached(lastSequence.getAsLong());
    if (reached.isComplete()) {
      return reached;
    }
    Promise<Void> either = Promise.promise();
    Vertx vertx = ownContext.owner();
    long timer =
        vertx.setTimer(
            withinMs,
            id ->
                either.tryFail(
                    new NotReady(
                        "the history is "
                            + behind()
                            + " events behind the log and catching up; try again")));
    reached.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          if (done.succeeded()) {
            either.tryComplete();
          } else {
            either.tryFail(done.cause());
          }
        });
    return either.future();
  }

  private Context context() {
    Context current = Vertx.currentContext();
    return current != null ? current : ownContext;
  }

  private static Incident readIncident(Buffer data) {
    return IncidentJson.readIncident(data.getBytes());
  }
}
