package io.sharpeyes.gateway.health;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.Track;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.gateway.correlation.CameraState;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches the cameras: what each is, how it is, and when something last moved before it. Any
 * thread; one entry for each camera of the registry.
 */
public final class CameraWatch {

  /** What is known of one; its state is made when it changes, not at each look of the ranking. */
  private record Known(CameraState state, @Nullable CameraDescription description) {

    static Known of(
        CameraHealth health,
        @Nullable CameraDescription description,
        @Nullable Instant lastMovementAt) {
      String codec = description == null ? null : codec(description);
      return new Known(new CameraState(health, codec, lastMovementAt), description);
    }

    private static @Nullable String codec(CameraDescription description) {
      return description.tracks().stream()
          .filter(track -> track.kind() == TrackKind.VIDEO)
          .map(Track::codec)
          .findFirst()
          .orElse(null);
    }

    CameraHealth health() {
      return state.health();
    }

    @Nullable Instant lastMovementAt() {
      return state.lastMovementAt();
    }
  }

  private static final CameraHealth NEVER_LOOKED_AT =
      new CameraHealth(CameraHealth.Cause.UNKNOWN, Instant.EPOCH, Instant.EPOCH, "");
  private static final Known UNKNOWN = Known.of(NEVER_LOOKED_AT, null, null);

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Consumer<Event> events;
  private volatile Registry registry = Registry.EMPTY;
  private volatile Function<String, Optional<CameraHealth>> lastLook = camera -> Optional.empty();

  /**
   * Begins to watch.
   *
   * @param events where changes go
   */
  public CameraWatch(Consumer<Event> events) {
    this.events = events;
  }

  /**
   * Names who looks at the cameras: between two changes it alone knows when it last looked.
   *
   * @param look gives how a camera is by the last look
   */
  public void lookedAtBy(Function<String, Optional<CameraHealth>> look) {
    lastLook = look;
  }

  /** How many cameras are so. */
  public long count(CameraHealth.Cause cause) {
    return known.values().stream().filter(one -> one.health().cause() == cause).count();
  }

  /** Watches the cameras of this registry from now on. */
  public void registry(Registry newRegistry) {
    registry = newRegistry;
    known.keySet().removeIf(id -> newRegistry.camera(id).isEmpty());
    newRegistry.cameras().forEach(camera -> known.putIfAbsent(camera.id(), UNKNOWN));
  }

  /**
   * Takes over what was known before a restart; what was found meanwhile is newer and stays.
   *
   * @param descriptions what cameras said they are
   * @param healths how cameras were
   */
  public void resume(
      Map<String, CameraDescription> descriptions, Map<String, CameraHealth> healths) {
    known.replaceAll(
        (camera, now) -> {
          boolean lookedAt = now.health().cause() != CameraHealth.Cause.UNKNOWN;
          return Known.of(
              lookedAt ? now.health() : healths.getOrDefault(camera, now.health()),
              now.description() != null ? now.description() : descriptions.get(camera),
              now.lastMovementAt());
        });
  }

  /** What is known of a camera, for ranking. */
  public CameraState state(String camera) {
    CameraState state = known.getOrDefault(camera, UNKNOWN).state();
    return lastLook
        .apply(camera)
        .filter(look -> look.cause() == state.health().cause())
        .map(
            look ->
                new CameraState(
                    goneOn(state.health(), look), state.codec(), state.lastMovementAt()))
        .orElse(state);
  }

  /** The same cause as before began when it did before, whoever looked. */
  private static CameraHealth goneOn(CameraHealth before, CameraHealth now) {
    return before.cause() == now.cause()
        ? new CameraHealth(now.cause(), before.since(), now.checkedAt(), now.detail())
        : now;
  }

  /** How a camera is; unknown for one that the registry doesn't have. */
  public CameraHealth health(String camera) {
    return known.getOrDefault(camera, UNKNOWN).health();
  }

  /** What a camera is, if it has described itself. */
  public Optional<CameraDescription> description(String camera) {
    return Optional.ofNullable(known.getOrDefault(camera, UNKNOWN).description());
  }

  /** Takes what a probe or a stream found. */
  public void onHealth(String camera, CameraHealth health) {
    Known[] before = new Known[1];
    known.computeIfPresent(
        camera,
        (id, old) -> {
          before[0] = old;
          return Known.of(goneOn(old.health(), health), old.description(), old.lastMovementAt());
        });
    if (before[0] == null || before[0].health().cause() == health.cause()) {
      return;
    }
    boolean first = before[0].health().cause() == CameraHealth.Cause.UNKNOWN;
    if (!(first && health.cause() == CameraHealth.Cause.OK)) {
      String type = health.cause() == CameraHealth.Cause.OK ? "camera.mended" : "camera.fault";
      tell(type, camera, health.checkedAt(), Map.of("health", health));
    }
  }

  /** Takes what a camera says it is; a change of that is an event. */
  public void onDescription(String camera, CameraDescription description, Instant at) {
    Known[] before = new Known[1];
    known.computeIfPresent(
        camera,
        (id, old) -> {
          before[0] = old;
          return Known.of(old.health(), description, old.lastMovementAt());
        });
    if (before[0] == null || description.equals(before[0].description())) {
      return;
    }
    Map<String, Object> data = new LinkedHashMap<>();
    if (before[0].description() != null) {
      data.put("before", before[0].description());
    }
    data.put("after", description);
    tell("camera.changed", camera, at, data);
  }

  /** Takes the bare fact that something moves, or that the camera is tampered with. */
  public void onScene(String camera, SceneEvent scene) {
    if (scene.kind() == SceneEvent.Kind.MOVEMENT) {
      known.computeIfPresent(
          camera, (id, old) -> Known.of(old.health(), old.description(), scene.at()));
    } else {
      tell("camera.fault", camera, scene.at(), Map.of("tamper", scene.active()));
    }
  }

  private void tell(String type, String camera, Instant at, Map<String, Object> details) {
    Optional<Camera> row = registry.camera(camera);
    if (row.isEmpty()) {
      return;
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("camera", camera);
    data.put("name", row.get().name());
    data.putAll(details);
    events.accept(
        new Event(type, camera, at, row.get().district(), row.get().site(), Set.of(), data));
  }
}
