package io.sharpeyes.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a unit on duty, or a phone during its own incident, is now.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received the bytes
 * @param position WGS 84
 * @param speedMps metres per second, or null
 */
public record PositionReported(
    DeviceId device, Instant receivedAt, DevicePosition position, @Nullable Double speedMps)
    implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onPosition(this);
  }
}
