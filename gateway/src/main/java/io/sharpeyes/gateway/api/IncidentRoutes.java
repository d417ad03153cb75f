package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.journal.IncidentQuery;
import io.sharpeyes.gateway.journal.Page;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.ResponsePlan;
import io.sharpeyes.gateway.response.SentUnits;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looking at incidents. */
final class IncidentRoutes {

  private static final Set<String> OPEN = Set.of("new", "claimed", "dispatched", "on-scene");

  private final HttpParts parts;

  IncidentRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Registry registry = parts.registry().get();
    IncidentView view = new IncidentView(call.person(), registry);
    return parts
        .journal()
        .tables()
        .incidents(query(call, registry))
        .map(page -> Answer.json(page(page, view)));
  }

  private static IncidentQuery query(Call call, Registry registry) {
    Person person = call.person();
    boolean byDistrict =
        person.role() == Person.Role.DISPATCHER || person.role() == Person.Role.HEAD;
    String since = call.textOrNull("since");
    return new IncidentQuery(
        handlings(call.textOrNull("handling")),
        districts(call, registry, byDistrict),
        person.role() == Person.Role.SITE ? person.site() : null,
        person.role() == Person.Role.PATROL ? person.unit() : null,
        since == null ? null : OffsetDateTime.parse(since).toInstant(),
        null,
        call.textOrNull("disposition"),
        call.textOrNull("text"),
        call.textOrNull("cursor"),
        call.whole("limit"));
  }

  private static Set<String> handlings(@Nullable String words) {
    Set<String> handlings = new HashSet<>();
    if (words != null) {
      for (String word : words.split(",", -1)) {
        handlings.addAll(word.equals("open") ? OPEN : Set.of(word));
      }
    }
    return handlings;
  }

  /** The person's district, or the part of it that was asked for, with all below it. */
  private static @Nullable Set<String> districts(Call call, Registry registry, boolean byDistrict) {
    String wanted = call.textOrNull("district");
    if (!byDistrict && wanted == null) {
      return null;
    }
    String own = call.person().district();
    return registry.districts().stream()
        .map(District::code)
        .filter(code -> !byDistrict || registry.isWithin(code, own))
        .filter(code -> wanted == null || registry.isWithin(code, wanted))
        .collect(Collectors.toSet());
  }

  private static Map<String, Object> page(Page<Incident> page, IncidentView view) {
    List<ObjectNode> items = page.items().stream().filter(view::sees).map(view::json).toList();
    String next = page.next();
    return next == null ? Map.of("items", items) : Map.of("items", items, "next", next);
  }

  /**
   * An incident that the caller may see.
   *
   * @return fails with {@link Problem} if there is none
   */
  Future<Incident> find(Call call) {
    return find(call, call.text("incident"));
  }

  /**
   * Likewise, by its id.
   *
   * @return fails with {@link Problem} if there is none
   */
  Future<Incident> find(Call call, String id) {
    IncidentView view = new IncidentView(call.person(), parts.registry().get());
    return parts
        .journal()
        .incident(id)
        .map(found -> found.filter(view::sees).orElseThrow(() -> Problem.notFound("incident", id)));
  }

  Future<Answer> get(Call call) {
    IncidentView view = new IncidentView(call.person(), parts.registry().get());
    return find(call)
        .map(
            incident ->
                Answer.json(view.jsonWithContacts(incident))
                    .with("ETag", IncidentView.etag(incident))
                    .with("Cache-Control", "no-store"));
  }

  Future<Answer> timeline(Call call) {
    String after = call.textOrNull("after");
    int limit = call.whole("limit");
    return find(call)
        .compose(
            incident ->
                parts
                    .journal()
                    .timeline(incident.id(), after == null ? 0 : Long.parseLong(after), limit))
        .map(events -> events(events, limit, Sight.of(call.person().role())));
  }

  private Answer events(List<StoredEvent> events, int limit, Sight sight) {
    Buffer json = Buffer.buffer("{\"items\":[");
    String comma = "";
    for (StoredEvent event : events) {
      json.appendString(comma).appendBuffer(parts.hub().json(event, sight));
      comma = ",";
    }
    json.appendString("]");
    if (events.size() == limit) {
      json.appendString(",\"next\":\"" + events.get(events.size() - 1).sequence() + "\"");
    }
    return new Answer(200, Map.of("Content-Type", "application/json"), json.appendString("}"));
  }

  Future<Answer> cameras(Call call) {
    Instant now = parts.clock().instant();
    return find(call).map(incident -> Answer.json(Map.of("items", cameras(incident, now))));
  }

  private List<RankedCamera> cameras(Incident incident, Instant now) {
    Place place = incident.place();
    Double accuracyM = place.accuracyM();
    CameraQuery query =
        new CameraQuery(position(place), accuracyM == null ? 0 : accuracyM, place.site(), now);
    return parts.cameraRanking().get().rank(query, parts.cameraWatch()::state);
  }

  Future<Answer> units(Call call) {
    Instant now = parts.clock().instant();
    return find(call).map(incident -> Answer.json(plan(incident, now)));
  }

  private ResponsePlan plan(Incident incident, Instant now) {
    Place place = incident.place();
    return parts
        .unitRanking()
        .get()
        .plan(position(place), place.district(), now, parts.unitStates()::of, sent(incident));
  }

  private static SentUnits sent(Incident incident) {
    Map<Boolean, Set<String>> sent =
        incident.unitsOut().stream()
            .collect(
                Collectors.partitioningBy(
                    one -> one.state() == Assignment.State.ON_SCENE,
                    Collectors.mapping(Assignment::unit, Collectors.toSet())));
    return new SentUnits(sent.getOrDefault(false, Set.of()), sent.getOrDefault(true, Set.of()));
  }

  private static Position position(Place place) {
    return new Position(place.latitude(), place.longitude());
  }
}
