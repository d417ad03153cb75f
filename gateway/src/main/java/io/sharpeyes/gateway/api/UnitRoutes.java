package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.UnitState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Units: who is on duty, and where. */
final class UnitRoutes {

  private final HttpParts parts;

  UnitRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Registry registry = parts.registry().get();
    List<PatrolUnit> mine =
        registry.units().stream().filter(unit -> sees(call, registry, unit)).toList();
    return Future.succeededFuture(Pages.answer(call, mine, PatrolUnit::id, this::json));
  }

  private static boolean sees(Call call, Registry registry, PatrolUnit unit) {
    return call.person().role() == Person.Role.PATROL
        ? unit.id().equals(call.person().unit())
        : Districts.of(call, registry).reach(unit.district());
  }

  private PatrolUnit find(Call call) {
    Registry registry = parts.registry().get();
    String id = call.text("unit");
    return registry
        .unit(id)
        .filter(unit -> sees(call, registry, unit))
        .orElseThrow(() -> Problem.notFound("unit", id));
  }

  private ObjectNode json(PatrolUnit unit) {
    UnitState state = parts.unitStates().of(unit.id());
    ObjectNode json = ApiJson.MAPPER.createObjectNode();
    json.put("unit", unit.id());
    json.put("name", unit.name());
    json.put("kind", ApiJson.word(unit.kind()));
    json.put("district", unit.district());
    json.put("phone", unit.phone());
    json.put("onDuty", state.onDuty());
    if (state.newestIncident() != null) {
      json.put("incident", state.newestIncident());
    }
    json.putPOJO("incidents", state.incidents());
    Position position = state.position();
    if (position != null) {
      json.put("latitude", position.latitude());
      json.put("longitude", position.longitude());
      json.putPOJO("positionAt", state.positionAt());
    }
    return json;
  }

  Future<Answer> position(Call call) {
    PatrolUnit unit = find(call);
    JsonObject body = call.body();
    Position position = new Position(body.getDouble("latitude"), body.getDouble("longitude"));
    Instant now = parts.clock().instant();
    if (!parts.unitStates().moved(unit.id(), position, now)) {
      throw new Problem(
          409,
          "off-duty",
          "A unit's position is taken only on duty or on an assignment",
          unit.id() + " is off duty.",
          "Come on duty first: PUT /api/v1/units/" + unit.id() + "/duty.");
    }
    Map<String, Object> moved =
        Map.of(
            "unit", unit.id(),
            "latitude", position.latitude(),
            "longitude", position.longitude());
    parts.hub().publish(event("unit.moved", unit, now, moved));
    return Future.succeededFuture(Answer.done());
  }

  Future<Answer> duty(Call call) {
    PatrolUnit unit = find(call);
    boolean onDuty = call.body().getBoolean("onDuty");
    return parts.journal().duty(unit.id(), onDuty, call.actor()).map(stored -> Answer.done());
  }

  private static Event event(String type, PatrolUnit unit, Instant at, Map<String, Object> data) {
    return new Event(type, unit.id(), at, unit.district(), null, Set.of(unit.id()), data);
  }
}
