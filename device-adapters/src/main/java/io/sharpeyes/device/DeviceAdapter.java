package io.sharpeyes.device;

import io.vertx.core.Future;

/** One way of talking with devices: starts, stops, and tells devices what they are to know. */
public interface DeviceAdapter {

  /** Starts to listen, or to connect; fails if the port is taken or the settings can't be used. */
  Future<Void> start();

  /**
   * Stops in order: takes no new connections or messages, waits for what was accepted, closes.
   * Completes within 8 s.
   */
  Future<Void> stop();

  /**
   * Tells a device how far help is; quietly forgotten if the device isn't connected, because it
   * asks again when it comes back ({@link FeedbackAwaited}).
   */
  void sendFeedback(DeviceId device, Feedback feedback);

  /**
   * Has a loudspeaker or siren do something.
   *
   * @return succeeds when the device's link took the command; fails if the device isn't connected.
   *     The device's own answer comes as {@link CommandReplied}
   */
  Future<Void> sendCommand(DeviceId device, DeviceCommand command);
}
