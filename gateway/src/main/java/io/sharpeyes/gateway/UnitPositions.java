package io.sharpeyes.gateway;

import io.sharpeyes.device.PositionReported;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.UnitStates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes where a unit's phone says it is. A position that may not be known — of a unit that is
 * neither on duty nor on an assignment, or of somebody else's phone — is forgotten at once.
 */
final class UnitPositions {

  private final Supplier<Registry> registry;
  private final UnitStates states;
  private final EventHub hub;

  UnitPositions(Supplier<Registry> registry, UnitStates states, EventHub hub) {
    this.registry = registry;
    this.states = states;
    this.hub = hub;
  }

  void take(PositionReported report) {
    Optional<PatrolUnit> unit = registry.get().unit(report.device().value());
    Position position = new Position(report.position().latitude(), report.position().longitude());
    if (unit.isPresent() && states.moved(unit.get().id(), position, report.receivedAt())) {
      hub.publish(moved(unit.get(), report));
    }
  }

  private static Event moved(PatrolUnit unit, PositionReported report) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("unit", unit.id());
    data.put("latitude", report.position().latitude());
    data.put("longitude", report.position().longitude());
    if (report.position().accuracyM() != null) {
      data.put("accuracyM", report.position().accuracyM());
    }
    if (report.speedMps() != null) {
      data.put("speedMps", report.speedMps());
    }
    return new Event(
        "unit.moved",
        unit.id(),
        report.receivedAt(),
        unit.district(),
        null,
        Set.of(unit.id()),
        data);
  }
}
