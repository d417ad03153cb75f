package io.sharpeyes.device;

import java.time.Instant;

/**
 * A loudspeaker's or siren's answer to a {@link DeviceCommand}.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received the bytes
 * @param commandId the id of the command, as it was sent; empty if the device didn't repeat it
 * @param done true if the device says that it did what was asked
 * @param detail what the device said, at most 256 characters
 */
public record CommandReplied(
    DeviceId device, Instant receivedAt, String commandId, boolean done, String detail)
    implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onCommandReplied(this);
  }
}
