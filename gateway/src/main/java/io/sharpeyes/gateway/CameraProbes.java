package io.sharpeyes.gateway;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.rtsp.CameraProbeTarget;
import io.sharpeyes.device.rtsp.CameraProber;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspCredentials;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.settings.VideoSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Has the registry's cameras looked at, and tells the watch what was found. */
final class CameraProbes {

  private final CameraProber prober;

  CameraProbes(
      Vertx vertx,
      RtspClient client,
      VideoSettings settings,
      InstantSource clock,
      CameraListening listening) {
    this.prober = new CameraProber(vertx, client, clock, settings.probe(), listening);
    listening.lookedAtBy(camera -> prober.health(new DeviceId(camera)));
  }

  /** Looks at the cameras of this registry from now on. */
  void watch(Registry registry, DeviceAuthentication secrets) {
    prober.watch(registry.cameras().stream().map(camera -> target(camera, secrets)).toList());
  }

  private static CameraProbeTarget target(Camera camera, DeviceAuthentication secrets) {
    String subUrl = camera.subUrl();
    return new CameraProbeTarget(
        new DeviceId(camera.id()),
        RtspAddress.parse(camera.url()),
        credentials(camera, secrets),
        subUrl == null ? null : RtspAddress.parse(subUrl));
  }

  static @Nullable RtspCredentials credentials(Camera camera, DeviceAuthentication secrets) {
    String user = camera.user();
    return user == null
        ? null
        : secrets
            .cameraPassword(camera.id())
            .map(password -> new RtspCredentials(user, password.reveal()))
            .orElse(null);
  }

  Future<Void> stop() {
    prober.close();
    return Future.succeededFuture();
  }
}
