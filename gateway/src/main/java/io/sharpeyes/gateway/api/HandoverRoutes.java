package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Handover;
import io.sharpeyes.gateway.access.Handovers;
import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Handing over at the change of shift (交班). */
final class HandoverRoutes {

  private final Handovers handovers;

  HandoverRoutes(HttpParts parts) {
    this.handovers = parts.handovers();
  }

  /** What this person offers or is offered, and who could take what they have. */
  Future<Answer> list(Call call) {
    List<Actor> colleagues =
        handovers.colleagues(call.person()).stream()
            .map(person -> new Actor(person.user(), person.name()))
            .toList();
    return Future.succeededFuture(
        Answer.json(
                Map.of(
                    "items",
                    handovers.of(call.person()).stream().map(Handover::members).toList(),
                    "colleagues",
                    colleagues))
            .with("Cache-Control", "no-store"));
  }

  Future<Answer> offer(Call call) {
    return handovers
        .offer(
            call.person(), call.body().getString("to"), call.body().getString("note", "").strip())
        .map(offered -> Answer.json(201, offered.members()));
  }

  Future<Answer> accept(Call call) {
    return handovers
        .accept(call.person(), call.text("user"))
        .map(accepted -> Answer.json(accepted.members()));
  }

  Future<Answer> withdraw(Call call) {
    return handovers
        .withdraw(call.person(), call.text("user"))
        .map(over -> Answer.json(over.members()));
  }
}
