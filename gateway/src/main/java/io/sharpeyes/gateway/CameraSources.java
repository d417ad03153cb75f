package io.sharpeyes.gateway;

import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.video.CameraSource;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Registry;
import java.util.List;

/** Where the pictures of the registry's cameras come from. */
final class CameraSources {

  private CameraSources() {}

  static List<CameraSource> of(Registry registry, DeviceAuthentication secrets) {
    return registry.cameras().stream().map(camera -> of(camera, secrets)).toList();
  }

  /** A camera inside a building is opened by its own alarm only, whatever its row says. */
  private static CameraSource of(Camera camera, DeviceAuthentication secrets) {
    String subUrl = camera.subUrl();
    return new CameraSource(
        camera.id(),
        RtspAddress.parse(camera.url()),
        subUrl == null ? null : RtspAddress.parse(subUrl),
        CameraProbes.credentials(camera, secrets),
        camera.prerecord() && camera.zone() == Camera.Zone.PUBLIC);
  }
}
