package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import java.util.List;

/** Area events: many sites at once, one card and one claim. */
final class AreaEventRoutes {

  private final HttpParts parts;

  AreaEventRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Registry registry = parts.registry().get();
    List<AreaEvent> mine =
        Districts.of(call, registry)
            .filter(parts.journal().areaEvents(), AreaEvent::district)
            .toList();
    return Future.succeededFuture(Pages.answer(call, mine, AreaEvent::id, event -> event));
  }

  Future<Answer> claim(Call call) {
    String id = call.text("areaEvent");
    Districts districts = Districts.of(call, parts.registry().get());
    boolean visible =
        parts.journal().areaEvents().stream()
            .anyMatch(event -> event.id().equals(id) && districts.reach(event.district()));
    return visible
        ? parts.journal().claimArea(id, call.actor()).map(Answer::json)
        : Future.failedFuture(Problem.notFound("area event", id));
  }
}
