package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;

/** Hears of changes only, on the prober's event loop; must not block. */
public interface CameraProbeListener {

  /** The cause changed; the first result of a camera is a change. */
  void onHealth(DeviceId id, CameraHealth health);

  /** What the camera is became known, or changed. */
  void onDescription(DeviceId id, CameraDescription description);

  /** What its smaller stream is became known, or changed. */
  default void onSubDescription(DeviceId id, CameraDescription description) {}
}
