package io.sharpeyes.device;

import java.time.Instant;

/**
 * A device can be heard: it connected, or reported itself online.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway saw it
 * @param remoteAddress where it came from, for maintenance; without the port
 */
public record LinkUp(DeviceId device, Instant receivedAt, String remoteAddress)
    implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onLinkUp(this);
  }
}
