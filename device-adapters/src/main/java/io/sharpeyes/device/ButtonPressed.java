package io.sharpeyes.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alarm (按键报警) or the restoring (复位) of one.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received the bytes
 * @param press the device's own id of this press, which makes a second delivery harmless; null if
 *     it sent none
 * @param code Contact ID event code (SIA DC-05-1999.09), 3 digits: 120 panic, 121 duress, 122
 *     silent, 123 audible, 144 tamper …
 * @param restore false for a press, true if the device reports that its latch was reset
 * @param pressedAt when the device says it was pressed; for display and lateness only
 * @param silent true if the device asks that nothing at the site betray the alarm
 * @param position where the device says it is; phones only
 * @param text free text of the presser, at most 1,000 characters
 * @param retained true if a broker delivered a retained message, which may be a phantom
 * @param unreadable why the payload could not be read, or null if it could. An unreadable press is
 *     a press nevertheless
 * @param raw the payload as received, at most 4,096 bytes of it, kept for an unreadable press only
 */
public record ButtonPressed(
    DeviceId device,
    Instant receivedAt,
    @Nullable String press,
    int code,
    boolean restore,
    @Nullable Instant pressedAt,
    boolean silent,
    @Nullable DevicePosition position,
    @Nullable String text,
    boolean retained,
    @Nullable String unreadable,
    @Nullable String raw)
    implements AlarmSignal {

  /** Contact ID 120, panic alarm: what a press means when the device doesn't say. */
  public static final int PANIC = 120;

  /** A press about which nothing is known but that it happened. */
  public static ButtonPressed bare(DeviceId device, Instant receivedAt) {
    return new ButtonPressed(
        device, receivedAt, null, PANIC, false, null, false, null, null, false, null, null);
  }
}
