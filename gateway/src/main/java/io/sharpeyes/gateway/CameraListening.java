package io.sharpeyes.gateway;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.CameraProbeListener;
import io.sharpeyes.device.video.StreamListener;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Hears of cameras from two sides: those who look at them from time to time, and the streams of
 * those that are open. While a stream is open its word counts; when it is closed, that of the last
 * look does again. Any thread; one entry for each camera of the registry.
 */
final class CameraListening implements StreamListener, CameraProbeListener {

  /** A camera that changes its mind about being covered is believed so often. */
  private static final Duration TAMPER_EVERY = Duration.ofSeconds(10);

  private final CameraWatch watch;
  private final InstantSource clock;
  private final Map<String, CameraHealth> streaming = new ConcurrentHashMap<>();
  private final Map<String, SceneEvent> tampered = new ConcurrentHashMap<>();
  private volatile Function<String, Optional<CameraHealth>> lastLook = camera -> Optional.empty();
  private volatile BiConsumer<String, SceneEvent> scenes = (camera, scene) -> {};

  CameraListening(CameraWatch watch, InstantSource clock) {
    this.watch = watch;
    this.clock = clock;
  }

  /** Forgets cameras that the registry has no more. */
  void registry(Registry next) {
    streaming.keySet().removeIf(camera -> next.camera(camera).isEmpty());
    tampered.keySet().removeIf(camera -> next.camera(camera).isEmpty());
  }

  /** Names who looks at cameras from time to time. */
  void lookedAtBy(Function<String, Optional<CameraHealth>> look) {
    lastLook = look;
    watch.lookedAtBy(look);
  }

  /** Names who else hears what happens before cameras. */
  void scenesTo(BiConsumer<String, SceneEvent> listener) {
    scenes = listener;
  }

  @Override
  public void onHealth(String camera, CameraHealth health) {
    if (health.cause() != CameraHealth.Cause.UNKNOWN) {
      streaming.put(camera, health);
      watch.onHealth(camera, health);
    }
  }

  @Override
  public void onClosed(String camera) {
    streaming.remove(camera);
    lastLook.apply(camera).ifPresent(look -> watch.onHealth(camera, look));
  }

  @Override
  public void onHealth(DeviceId id, CameraHealth health) {
    if (!streaming.containsKey(id.value())) {
      watch.onHealth(id.value(), health);
    }
  }

  @Override
  public void onDescription(String camera, CameraDescription description) {
    watch.onDescription(camera, description, clock.instant());
  }

  @Override
  public void onDescription(DeviceId id, CameraDescription description) {
    watch.onDescription(id.value(), description, clock.instant());
  }

  @Override
  public void onScene(String camera, SceneEvent scene) {
    if (scene.kind() == SceneEvent.Kind.MOVEMENT || isNews(camera, scene)) {
      watch.onScene(camera, scene);
      scenes.accept(camera, scene);
    }
  }

  /** A hostile camera can't fill the log. */
  private boolean isNews(String camera, SceneEvent scene) {
    boolean[] news = new boolean[1];
    tampered.compute(
        camera,
        (id, before) -> {
          Instant due = before == null ? Instant.MIN : before.at().plus(TAMPER_EVERY);
          news[0] =
              before == null
                  ? scene.active()
                  : before.active() != scene.active() && !scene.at().isBefore(due);
          return news[0] ? scene : before;
        });
    return news[0];
  }
}
