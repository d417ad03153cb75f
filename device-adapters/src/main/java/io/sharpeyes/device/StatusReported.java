package io.sharpeyes.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a device says it is; each value is null if the device didn't say.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received the bytes
 * @param batteryPercent 0 to 100
 * @param rssiDbm received signal strength, dBm
 * @param mains true if it runs on mains power
 * @param tamper true if its case is open
 * @param firmware its firmware's version, at most 64 characters
 * @param uptimeS seconds since it started
 * @param clock the device's own clock; for display and to find a wrong one
 */
public record StatusReported(
    DeviceId device,
    Instant receivedAt,
    @Nullable Integer batteryPercent,
    @Nullable Integer rssiDbm,
    @Nullable Boolean mains,
    @Nullable Boolean tamper,
    @Nullable String firmware,
    @Nullable Long uptimeS,
    @Nullable Instant clock)
    implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onStatus(this);
  }
}
