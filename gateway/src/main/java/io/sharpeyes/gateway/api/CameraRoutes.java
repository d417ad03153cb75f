package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.CameraState;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Looking at cameras: what they are and how they are; never through them. */
final class CameraRoutes {

  private static final List<String> COLUMNS =
      List.of(
          "camera",
          "name",
          "district",
          "site",
          "zone",
          "latitude",
          "longitude",
          "codec",
          "health",
          "since",
          "detail");

  private final HttpParts parts;

  CameraRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Registry registry = parts.registry().get();
    String health = call.textOrNull("health");
    List<Camera> mine =
        Districts.of(call, registry)
            .filter(registry.cameras(), Camera::district)
            .filter(camera -> health == null || health.equals(cause(camera)))
            .toList();
    return Future.succeededFuture(
        call.prefers("text/csv")
            ? Csv.answer(COLUMNS, mine.stream().map(this::row))
            : Pages.answer(call, mine, Camera::id, this::json));
  }

  private String cause(Camera camera) {
    return parts.cameraWatch().health(camera.id()).cause().wireName();
  }

  private List<Object> row(Camera camera) {
    CameraState state = parts.cameraWatch().state(camera.id());
    return List.of(
        camera.id(),
        camera.name(),
        camera.district(),
        camera.site() == null ? "" : camera.site(),
        ApiJson.word(camera.zone()),
        camera.position().latitude(),
        camera.position().longitude(),
        state.codec() == null ? "" : state.codec(),
        state.health().cause().wireName(),
        state.health().since(),
        state.health().detail());
  }

  Future<Answer> get(Call call) {
    Camera camera = find(call);
    ObjectNode json = json(camera);
    parts
        .cameraWatch()
        .description(camera.id())
        .ifPresent(description -> json.set("description", description(description)));
    return Future.succeededFuture(Answer.json(json));
  }

  private Camera find(Call call) {
    Registry registry = parts.registry().get();
    String id = call.text("camera");
    return registry
        .camera(id)
        .filter(camera -> Districts.of(call, registry).reach(camera.district()))
        .orElseThrow(() -> Problem.notFound("camera", id));
  }

  private static Position place(Call call) {
    try {
      return new Position(call.number("latitude"), call.number("longitude"));
    } catch (IllegalArgumentException outOfRange) {
      throw Problem.invalid("latitude, longitude", "can't be: " + outOfRange.getMessage());
    }
  }

  Future<Answer> near(Call call) {
    CameraQuery query = new CameraQuery(place(call), 0, null, parts.clock().instant());
    Registry registry = parts.registry().get();
    Districts districts = Districts.of(call, registry);
    List<RankedCamera> ranked =
        parts
            .cameraRanking()
            .get()
            .within(query, call.number("radiusM"), Integer.MAX_VALUE, parts.cameraWatch()::state)
            .stream()
            .filter(camera -> reaches(registry, districts, camera))
            .limit(call.whole("limit"))
            .toList();
    return Future.succeededFuture(Answer.json(Map.of("items", ranked)));
  }

  private static boolean reaches(Registry registry, Districts districts, RankedCamera camera) {
    return registry
        .camera(camera.camera())
        .map(Camera::district)
        .filter(districts::reach)
        .isPresent();
  }

  /** What may be known of a camera: neither its address nor who logs in. */
  private ObjectNode json(Camera camera) {
    CameraState state = parts.cameraWatch().state(camera.id());
    ObjectNode json = ApiJson.tree(camera);
    json.remove(List.of("id", "position", "url", "subUrl", "user"));
    json.put("camera", camera.id());
    json.put("zone", ApiJson.word(camera.zone()));
    json.put("latitude", camera.position().latitude());
    json.put("longitude", camera.position().longitude());
    if (state.codec() != null) {
      json.put("codec", state.codec());
    }
    if (state.lastMovementAt() != null) {
      json.putPOJO("lastMovementAt", state.lastMovementAt());
    }
    json.set("health", health(state.health()));
    return json;
  }

  private static ObjectNode health(CameraHealth health) {
    return ApiJson.tree(health).put("cause", health.cause().wireName());
  }

  private static ObjectNode description(CameraDescription description) {
    ObjectNode json = ApiJson.tree(description);
    json.withArray("tracks").removeAll();
    for (CameraDescription.Track track : description.tracks()) {
      ObjectNode one = ApiJson.tree(track).put("kind", ApiJson.word(track.kind()));
      one.remove("control");
      json.withArray("tracks").add(one);
    }
    return json;
  }
}
