package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people do to incidents. */
final class IncidentCommands {

  private final HttpParts parts;
  private final IncidentRoutes incidents;

  IncidentCommands(HttpParts parts, IncidentRoutes incidents) {
    this.parts = parts;
    this.incidents = incidents;
  }

  /** An operation that does one thing to the incident in its path. */
  Operation doing(Function<Call, IncidentAction> action) {
    return call -> command(call, action.apply(call));
  }

  private Future<Answer> command(Call call, IncidentAction action) {
    Registry registry = parts.registry().get();
    return incidents
        .find(call)
        .compose(incident -> mayDo(call, action, incident, registry))
        .compose(
            incident ->
                parts
                    .journal()
                    .command(
                        new IncidentCommand(
                            incident.id(), expectedRevision(call), call.actor(), action)))
        .onSuccess(incident -> audit(call, action, incident))
        .map(
            incident ->
                Answer.json(new IncidentView(call.person(), registry).json(incident))
                    .with("ETag", IncidentView.etag(incident)));
  }

  /** How an incident ended, that it was taken up again, and who silenced it is in the audit too. */
  private void audit(Call call, IncidentAction action, Incident incident) {
    Map<String, Object> detail = new LinkedHashMap<>();
    String row = "disposition";
    if (action instanceof IncidentAction.Close close) {
      detail.put("disposition", close.disposition().wireName());
      detail.put("category", close.category());
    } else if (action instanceof IncidentAction.Merge merge) {
      detail.put("disposition", Disposition.DUPLICATE.wireName());
      detail.put("into", merge.into());
    } else if (action instanceof IncidentAction.Reopen reopen) {
      detail.put("reopened", reopen.reason());
    } else if (action instanceof IncidentAction.Quiet quiet) {
      row = "quiet";
      detail.put("forS", quiet.forS());
    } else {
      return;
    }
    AuditNotes.write(parts.evidence().audit(), call.actor(), row, incident.id(), detail);
  }

  /** Who merges must be able to see both. */
  private Future<Incident> mayDo(
      Call call, IncidentAction action, Incident incident, Registry registry) {
    if (!Rights.mayCommand(call.person(), action, Topic.of(incident, registry))) {
      throw Problem.forbidden(
          "This person may see the incident, but not do that to it.",
          "A unit says its own steps; all else is for the desks of its district.");
    }
    return action instanceof IncidentAction.Merge merge
        ? incidents.find(call, merge.into()).map(seen -> incident)
        : Future.succeededFuture(incident);
  }

  private static @Nullable Long expectedRevision(Call call) {
    String tag = call.textOrNull("If-Match");
    if (tag == null || tag.equals("*")) {
      return null;
    }
    return Long.valueOf(tag.substring(tag.indexOf('"') + 1, tag.length() - 1));
  }

  static IncidentAction claim(Call call) {
    return new IncidentAction.Claim();
  }

  static IncidentAction takeOver(Call call) {
    return new IncidentAction.TakeOver(call.body().getString("reason"));
  }

  static IncidentAction giveBack(Call call) {
    return new IncidentAction.Return(call.body().getString("reason"));
  }

  static IncidentAction forward(Call call) {
    return new IncidentAction.Forward(call.body().getString("district"));
  }

  static IncidentAction note(Call call) {
    return new IncidentAction.Note(call.body().getString("text"));
  }

  static IncidentAction announce(Call call) {
    return new IncidentAction.Announce(
        call.body().getString("speaker"), call.body().getString("text"));
  }

  static IncidentAction quiet(Call call) {
    return new IncidentAction.Quiet(call.body().getInteger("forS"));
  }

  static IncidentAction release(Call call) {
    return new IncidentAction.Release();
  }

  static IncidentAction close(Call call) {
    JsonObject body = call.body();
    List<String> handedTo =
        body.getJsonArray("handedTo", new JsonArray()).stream().map(Object::toString).toList();
    return new IncidentAction.Close(
        disposition(body.getString("disposition")),
        body.getString("category", ""),
        body.getString("note", ""),
        handedTo,
        body.getString("caseNumber", ""),
        body.getString("callBack"),
        unitsOut(body));
  }

  private static UnitsOut unitsOut(JsonObject body) {
    if (body.getBoolean("recallUnits", false)) {
      return UnitsOut.RECALL;
    }
    return body.getBoolean("unitsOutConfirmed", false) ? UnitsOut.GO_ON : UnitsOut.UNSAID;
  }

  private static Disposition disposition(String word) {
    return Arrays.stream(Disposition.values())
        .filter(disposition -> disposition.wireName().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.invalid("/disposition", "is no disposition"));
  }

  static IncidentAction merge(Call call) {
    return new IncidentAction.Merge(call.body().getString("into"));
  }

  static IncidentAction reopen(Call call) {
    return new IncidentAction.Reopen(call.body().getString("reason"));
  }

  IncidentAction assign(Call call) {
    String id = call.body().getString("unit");
    PatrolUnit unit =
        parts.registry().get().unit(id).orElseThrow(() -> Problem.notFound("unit", id));
    return new IncidentAction.Assign(unit.id(), unit.name(), unit.phone());
  }

  static IncidentAction recall(Call call) {
    return new IncidentAction.Recall(call.text("unit"), call.body().getString("reason", ""));
  }

  /** A step of an assigned unit; its own people say it, or a desk that heard it by radio. */
  static Function<Call, IncidentAction> step(Assignment.State state) {
    return call ->
        new IncidentAction.UnitStep(call.text("unit"), state, call.body().getString("note", ""));
  }
}
