package io.sharpeyes.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The presser asks that the alarm be called off (撤警申请). A request, never a state: the desk decides.
 * Whatever the PIN is — right, wrong, missing, duress — the device gets the same answer.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received the bytes
 * @param press the device's own id of the press to be cancelled, or null for its latest
 * @param pin what was typed, or null; compared in constant time, never stored or logged
 */
public record CancelRequested(
    DeviceId device, Instant receivedAt, @Nullable String press, @Nullable String pin)
    implements AlarmSignal {

  @Override
  public String toString() {
    return "CancelRequested[device="
        + device
        + ", receivedAt="
        + receivedAt
        + ", press="
        + press
        + ", pin="
        + (pin == null ? "none" : "given")
        + "]";
  }
}
