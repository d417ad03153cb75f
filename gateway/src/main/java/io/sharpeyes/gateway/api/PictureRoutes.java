package io.sharpeyes.gateway.api;

import io.sharpeyes.device.video.Snapshot;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.evidence.Grant;
import io.sharpeyes.gateway.evidence.KeptPictures.Kept;
import io.sharpeyes.gateway.evidence.LiveView;
import io.sharpeyes.gateway.evidence.Pictures;
import io.sharpeyes.gateway.evidence.Review;
import io.sharpeyes.gateway.evidence.Reviews;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looking through cameras: asking for the right to, and using it. */
final class PictureRoutes {

  private final HttpParts parts;
  private final Pictures pictures;
  private final IncidentRoutes incidents;

  PictureRoutes(HttpParts parts, IncidentRoutes incidents) {
    this.parts = parts;
    this.pictures = parts.pictures();
    this.incidents = incidents;
  }

  // The right to look.

  Future<Answer> grant(Call call) {
    Session who = call.session();
    String incident = call.text("incident");
    String camera = call.text("camera");
    JsonObject review = call.body().getJsonObject("review");
    if (review == null) {
      return pictures.grants().watch(who, incident, camera).map(PictureRoutes::granted);
    }
    return pictures
        .grants()
        .reviews()
        .ask(who, incident, camera, review.getString("requestNumber"), review.getString("reason"))
        .map(PictureRoutes::reviewed);
  }

  private static Answer granted(Grant grant) {
    Map<String, Object> body = Map.of("grant", grant.id(), "expiresAt", grant.expiresAt());
    return Answer.json(body).with("Cache-Control", "no-store");
  }

  private static Answer reviewed(Reviews.Reviewed reviewed) {
    Grant grant = reviewed.grant();
    return grant != null
        ? granted(grant)
        : Answer.json(202, reviewed.review().members()).with("Cache-Control", "no-store");
  }

  Future<Answer> reviews(Call call) {
    return incidents
        .find(call)
        .map(
            incident ->
                Answer.json(
                    Map.of(
                        "items",
                        pictures.grants().reviews().of(incident.id()).stream()
                            .map(Review::members)
                            .toList())));
  }

  /** All that stand and whose incidents the caller may see. */
  Future<Answer> allReviews(Call call) {
    IncidentView view = new IncidentView(call.person(), parts.registry().get());
    List<Future<Map<String, Object>>> items =
        pictures.grants().reviews().all().stream().map(review -> seen(review, view)).toList();
    return Future.all(items)
        .map(
            all ->
                Answer.json(
                    Map.of(
                        "items",
                        items.stream().map(Future::result).filter(one -> !one.isEmpty()).toList())))
        .map(answer -> answer.with("Cache-Control", "no-store"));
  }

  /** A review with where it was; empty if the caller may not know of it. */
  private Future<Map<String, Object>> seen(Review review, IncidentView view) {
    return parts
        .journal()
        .incident(review.incident())
        .map(
            found ->
                found
                    .filter(view::sees)
                    .map(
                        incident -> {
                          Map<String, Object> members = review.members();
                          members.put("siteName", incident.place().siteName());
                          return members;
                        })
                    .orElse(Map.of()));
  }

  Future<Answer> confirm(Call call) {
    return pictures
        .grants()
        .reviews()
        .confirm(call.session(), call.text("incident"), call.text("review"))
        .map(review -> Answer.json(review.members()));
  }

  Future<Answer> decline(Call call) {
    return pictures
        .grants()
        .reviews()
        .decline(
            call.session(),
            call.text("incident"),
            call.text("review"),
            call.body().getString("reason"))
        .map(review -> Answer.json(review.members()));
  }

  Future<Answer> breakGlass(Call call) {
    return pictures
        .grants()
        .breakGlass()
        .begin(call.session(), call.text("camera"), call.body().getString("reason"))
        .map(PictureRoutes::granted);
  }

  Future<Answer> endBreakGlass(Call call) {
    return pictures
        .grants()
        .breakGlass()
        .end(call.session(), call.text("camera"))
        .map(ended -> Answer.done());
  }

  // Looking.

  /** The grant that a request shows: a page's pictures can't set headers. */
  private static String grantOf(Call call) {
    String inHeader = call.textOrNull("Grant");
    return inHeader != null ? inHeader : call.text("grant");
  }

  /** Sends the picture of this moment, or of the alarm's. */
  Future<Void> snapshot(Call call) {
    String incident = call.textOrNull("incident");
    String camera = call.text("camera");
    String grant = grantOf(call);
    if (incident != null && "alarm".equals(call.textOrNull("of"))) {
      return pictures
          .kept()
          .snapshot(call.session(), incident, camera, grant)
          .compose(kept -> send(call, kept));
    }
    return pictures
        .views()
        .snapshot(call.session(), incident, camera, grant)
        .map(taken -> send(call, taken));
  }

  @SuppressWarnings("NullAway") // A Void has no other value.
  private static Void send(Call call, Snapshot taken) {
    call.request()
        .response()
        .putHeader("Content-Type", "image/jpeg")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(taken.jpeg()));
    return null;
  }

  /** Sends the clip of the press. */
  Future<Void> clip(Call call) {
    return pictures
        .kept()
        .clip(call.session(), call.text("incident"), call.text("camera"), grantOf(call))
        .compose(kept -> send(call, kept));
  }

  private Future<Void> send(Call call, Kept kept) {
    return new FileAnswer(parts.vertx(), call.request(), kept.stillGranted())
        .send(kept.path(), kept.piece().bytes(), kept.piece().mediaType(), kept.piece().sha256());
  }

  /** Turns a request into live pictures. */
  Future<Void> live(Call call) {
    HttpServerRequest request = call.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new Problem(426, "upgrade-required", "This is a stream", "", "Open it as a WebSocket.")
          .header("Upgrade", "websocket");
    }
    // What comes after the handshake belongs to the WebSocket; the audit comes first.
    request.pause();
    boolean playsH265 = "true".equals(call.textOrNull("h265"));
    @Nullable String incident = call.textOrNull("incident");
    return pictures
        .views()
        .admit(call.session(), incident, call.text("camera"), call.text("grant"))
        .onFailure(refused -> request.resume())
        .compose(
            grant ->
                request
                    .toWebSocket()
                    .onFailure(gone -> pictures.views().abandoned(grant))
                    .map(socket -> show(grant, request, socket, playsH265)));
  }

  @SuppressWarnings("NullAway") // A Void has no other value.
  private Void show(
      Grant grant, HttpServerRequest request, ServerWebSocket socket, boolean playsH265) {
    LiveSocket screen = new LiveSocket(parts.vertx(), request, socket);
    LiveView view = pictures.views().show(grant, screen, playsH265);
    screen.onGone(view::gone);
    return null;
  }
}
