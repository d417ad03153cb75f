package io.sharpeyes.gateway.evidence;

import io.sharpeyes.device.video.LiveOutlet;

/** Where somebody looks at live pictures: a WebSocket of a console. Any thread; never blocks. */
public interface LiveScreen extends LiveOutlet {

  /** The grant is over: the incident was closed, time is up, the person's right has ended. */
  int GRANT_OVER = 4403;

  /** The camera was given up. */
  int CAMERA_GONE = 4410;

  /** Too many look at the camera, or too many cameras are open. */
  int TOO_MANY = 4429;

  /** The gateway stops. */
  int GOING_AWAY = 1001;

  /**
   * Shows no picture any more, tells why, and closes. What still waits to be shown is not shown.
   *
   * @param code a WebSocket close code
   * @param reason in English
   */
  void end(int code, String reason);
}
