package io.sharpeyes.device;

import io.vertx.core.Future;

/**
 * Where device adapters hand on what they heard: the border between the two modules. Two methods,
 * so that the types show the two guarantees.
 *
 * <p>Both may be called on any thread and never block.
 */
public interface DeviceSignalSink {

  /**
   * Takes an alarm. The adapter acknowledges to the device only when the future succeeds: by then
   * the alarm is on disk, fsynced. If it fails, the adapter sends no acknowledgement of any kind
   * and drops the connection, so that the device tries again.
   *
   * @return what the alarm became; completed on any thread
   */
  Future<Receipt> onAlarm(AlarmSignal signal);

  /** Takes a report; it may be dropped under load. */
  void onReport(DeviceReport report);
}
