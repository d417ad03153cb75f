package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.evidence.EvidenceExports;
import io.sharpeyes.gateway.evidence.EvidencePiece;
import io.sharpeyes.gateway.evidence.EvidenceState;
import io.sharpeyes.gateway.evidence.Receipts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was kept of an incident: what there is, holding it, giving it out, who looked. */
final class EvidenceRoutes {

  private final HttpParts parts;
  private final EvidenceDesk evidence;
  private final IncidentRoutes incidents;

  EvidenceRoutes(HttpParts parts, IncidentRoutes incidents) {
    this.parts = parts;
    this.evidence = parts.evidence();
    this.incidents = incidents;
  }

  /** What there is; no picture. */
  Future<Answer> list(Call call) {
    return incidents
        .find(call)
        .compose(incident -> evidence.store().state(incident.id()))
        .map(EvidenceRoutes::answer);
  }

  private static Answer answer(EvidenceState state) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", state.pieces().stream().map(EvidenceRoutes::json).toList());
    body.put("deleted", state.deleted());
    if (state.hold() != null) {
      body.put("hold", state.hold());
    }
    return Answer.json(body).with("Cache-Control", "no-store");
  }

  private static Map<String, Object> json(EvidencePiece piece) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("camera", piece.camera());
    json.put("kind", piece.kind().wireName());
    json.put("from", piece.from());
    json.put("to", piece.to());
    json.put("bytes", piece.bytes());
    json.put("mediaType", piece.mediaType());
    json.put("sha256", piece.sha256());
    return json;
  }

  Future<Answer> hold(Call call) {
    String reason = call.body().getString("reason");
    return incidents
        .find(call)
        .compose(incident -> evidence.holds().hold(incident, call.actor(), reason))
        .map(EvidenceRoutes::answer);
  }

  Future<Answer> releaseHold(Call call) {
    String reason = call.body().getString("reason");
    return incidents
        .find(call)
        .compose(incident -> evidence.holds().release(incident, call.actor(), reason))
        .map(EvidenceRoutes::answer);
  }

  Future<Answer> receipt(Call call) {
    return incidents
        .find(call)
        .compose(incident -> evidence.receipts().of(incident, call.actor()))
        .map(EvidenceRoutes::answer);
  }

  private static Answer answer(Receipts.Receipt receipt) {
    return Answer.json(
            Map.of(
                "receipt", new JsonObject(receipt.document()).getMap(),
                "document", receipt.document(),
                "signature", Base64.getEncoder().encodeToString(receipt.signature()),
                "keySha256", receipt.keySha256()))
        .with("Cache-Control", "no-store");
  }

  /** The whole of it, as one signed package; piece by piece, as slowly as it is taken. */
  Future<Void> export(Call call) {
    Sight sight = Sight.of(call.person().role());
    IncidentView view = new IncidentView(call.person(), parts.registry().get());
    return incidents
        .find(call)
        .compose(
            incident ->
                evidence
                    .exports()
                    .prepare(
                        call.session(),
                        incident,
                        ApiJson.write(view.json(incident)),
                        event -> parts.hub().json(event, sight))
                    .onSuccess(export -> send(call, incident.id(), export)))
        .mapEmpty();
  }

  private static void send(Call call, String incident, EvidenceExports.Export export) {
    HttpServerResponse response = call.request().response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "application/zip")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"evidence-" + incident + ".zip\"");
    export
        .writeTo((Buffer piece) -> response.write(piece))
        .onSuccess(written -> response.end())
        // What was sent so far has no signature: it can't be taken for a package.
        .onFailure(failure -> call.request().connection().close());
  }
}
