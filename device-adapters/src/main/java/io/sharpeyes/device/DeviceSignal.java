package io.sharpeyes.device;

import java.time.Instant;

/**
 * One message of one device, in the words of this project whatever language the device speaks.
 *
 * <p>There are two kinds, because they carry two guarantees (see {@link DeviceSignalSink}): an
 * {@link AlarmSignal} must be on disk before the device gets its acknowledgement; a {@link
 * DeviceReport} may be lost and will be sent again.
 */
public sealed interface DeviceSignal permits AlarmSignal, DeviceReport {

  /** The device, as authenticated; never taken from a payload. */
  DeviceId device();

  /** When the gateway received the bytes; order, grouping and timers go by this clock. */
  Instant receivedAt();
}
