package io.sharpeyes.device;

import java.time.Instant;

/**
 * A device can't be heard any more: its last connection ended, or its will said so.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway saw it
 * @param cause a short code: {@code disconnect}, {@code keep-alive}, {@code reset}, {@code will},
 *     {@code protocol-error}, {@code take-over}, {@code revoked}, {@code shutdown}
 */
public record LinkDown(DeviceId device, Instant receivedAt, String cause) implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onLinkDown(this);
  }
}
