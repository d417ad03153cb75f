package io.sharpeyes.device.video;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;

/** Is told what open cameras say. Calls come on the camera's event loop and must not block. */
public interface StreamListener {

  /** Something moved, or the camera was tampered with. */
  void onScene(String camera, SceneEvent event);

  /** The camera's health is another than before. */
  void onHealth(String camera, CameraHealth health);

  /** The camera was opened and said what it is. */
  void onDescription(String camera, CameraDescription description);

  /** Nobody has a use for the camera any more: what was said of its health holds no longer. */
  default void onClosed(String camera) {}
}
