package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looking into the audit (调阅留痕): who did and looked at what. A row belongs to the district of the
 * incident it is about, else of its camera, else of the person who did it; what belongs to none is
 * for those at the top only. That somebody looked is a row itself, first.
 */
final class AuditRoutes {

  private static final Logger log = LoggerFactory.getLogger(AuditRoutes.class);

  private static final List<String> COLUMNS =
      List.of("sequence", "at", "user", "action", "subject", "detail");

  /** Rows read at a time, and for one answer: the next page goes on from there. */
  private static final int READ_AT_ONCE = 500;

  private static final int MOST_READ = 10_000;

  private final HttpParts parts;
  private final EvidenceDesk evidence;

  AuditRoutes(HttpParts parts) {
    this.parts = parts;
    this.evidence = parts.evidence();
  }

  /** What is being put together for one answer. */
  private static final class Reading {
    final Person reader;
    final Registry registry;
    final int limit;
    final List<AuditRow> rows = new ArrayList<>();
    int read;
    long last;
    boolean end;

    Reading(Person reader, Registry registry, int limit, long before) {
      this.reader = reader;
      this.registry = registry;
      this.limit = limit;
      this.last = before;
    }

    boolean isDone() {
      return end || rows.size() >= limit || read >= MOST_READ;
    }
  }

  Future<Answer> list(Call call) {
    String cursor = call.textOrNull("cursor");
    long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
    Reading reading =
        new Reading(call.person(), parts.registry().get(), call.whole("limit"), before);
    Map<String, Object> asked = asked(call);
    return evidence
        .audit()
        .append(call.actor(), "audit-read", call.person().user(), Map.of("asked", asked))
        .onSuccess(row -> tell(call, asked, cursor == null))
        .compose(row -> read(call, reading))
        .map(done -> answer(call, reading));
  }

  private static Map<String, Object> asked(Call call) {
    Map<String, Object> asked = new LinkedHashMap<>();
    for (String name : List.of("incident", "camera", "user", "action")) {
      String value = call.textOrNull(name);
      if (value != null) {
        asked.put(name, value);
      }
    }
    return asked;
  }

  /** Heads hear of it; once, not for each page. */
  private void tell(Call call, Map<String, Object> asked, boolean first) {
    if (!first) {
      return;
    }
    Map<String, Object> data = new LinkedHashMap<>(asked);
    data.put("by", call.actor());
    parts
        .journal()
        .append(
            new Event(
                "audit.viewed",
                call.person().user(),
                parts.clock().instant(),
                call.person().district(),
                null,
                Set.of(),
                data))
        .onFailure(failure -> log.atWarn().setCause(failure).log("audit.viewed was not stored"));
  }

  private Future<Void> read(Call call, Reading reading) {
    if (reading.isDone()) {
      return Future.succeededFuture();
    }
    AuditQuery query =
        new AuditQuery(
            call.textOrNull("user"),
            call.textOrNull("incident"),
            call.textOrNull("camera"),
            call.textOrNull("action"),
            reading.last,
            READ_AT_ONCE);
    return evidence
        .auditRows(query)
        .compose(
            rows ->
                parts
                    .journal()
                    .tables()
                    .districtsOf(incidents(rows))
                    .compose(
                        districts -> {
                          take(reading, rows, districts);
                          return read(call, reading);
                        }));
  }

  private static Set<String> incidents(List<AuditRow> rows) {
    Set<String> ids = new HashSet<>();
    for (AuditRow row : rows) {
      ids.add(row.subject());
      String incident = member(row, "incident");
      if (incident != null) {
        ids.add(incident);
      }
    }
    return ids;
  }

  private static void take(Reading reading, List<AuditRow> rows, Map<String, String> districts) {
    for (AuditRow row : rows) {
      if (reading.rows.size() >= reading.limit) {
        return;
      }
      reading.read++;
      reading.last = row.sequence();
      if (mayKnow(reading, row, districts)) {
        reading.rows.add(row);
      }
    }
    reading.end = rows.size() < READ_AT_ONCE;
  }

  private static boolean mayKnow(Reading reading, AuditRow row, Map<String, String> districts) {
    Registry registry = reading.registry;
    String own = reading.reader.district();
    String district = districtOf(registry, row, districts);
    return district == null
        ? registry.district(own).map(District::parent).isEmpty()
        : registry.isWithin(district, own);
  }

  private static @Nullable String districtOf(
      Registry registry, AuditRow row, Map<String, String> districts) {
    String incident = member(row, "incident");
    String known = districts.get(incident == null ? row.subject() : incident);
    if (known != null) {
      return known;
    }
    String camera = member(row, "camera");
    return registry
        .camera(camera == null ? row.subject() : camera)
        .map(Camera::district)
        .or(
            () ->
                registry.people().stream()
                    .filter(person -> person.user().equals(row.user()))
                    .map(Person::district)
                    .findFirst())
        .orElse(null);
  }

  private static @Nullable String member(AuditRow row, String name) {
    return detail(row).getValue(name) instanceof String text ? text : null;
  }

  private static JsonObject detail(AuditRow row) {
    try {
      return new JsonObject(row.detail());
    } catch (DecodeException e) {
      return new JsonObject().put("unreadable", row.detail());
    }
  }

  private static Answer answer(Call call, Reading reading) {
    Answer answer;
    if (call.prefers("text/csv")) {
      answer = Csv.answer(COLUMNS, reading.rows.stream().map(AuditRoutes::cells));
      answer =
          reading.end ? answer : answer.with("Link", "<?cursor=" + reading.last + ">; rel=next");
    } else {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("items", reading.rows.stream().map(AuditRoutes::json).toList());
      if (!reading.end) {
        body.put("next", Long.toString(reading.last));
      }
      answer = Answer.json(body);
    }
    return answer.with("Cache-Control", "no-store");
  }

  private static List<Object> cells(AuditRow row) {
    return List.of(row.sequence(), row.at(), row.user(), row.action(), row.subject(), row.detail());
  }

  private static Map<String, Object> json(AuditRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequence", row.sequence());
    json.put("at", row.at());
    json.put("user", row.user());
    json.put("action", row.action());
    json.put("subject", row.subject());
    json.put("detail", detail(row).getMap());
    return json;
  }
}
