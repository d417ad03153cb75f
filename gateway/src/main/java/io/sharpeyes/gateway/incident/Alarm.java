package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alarm (按键报警) as stored: one press of one device.
 *
 * @param id {@code <incident>.<n>}
 * @param incident the incident it opened or joined
 * @param device the device's id
 * @param deviceName what people call it
 * @param press the device's own id of this press, or null
 * @param code Contact ID event code
 * @param status what it counts as
 * @param receivedAt when the gateway received it
 * @param pressedAt when the device says it was pressed, or null
 * @param late true if it was over 2 min old when it arrived
 * @param silent true if the device or code asks for quiet
 * @param place where it is
 * @param text of the presser, or null
 * @param marks {@code press-reused}, {@code unreadable}, {@code retained}
 * @param raw the payload as received, for an unreadable one, or null
 */
public record Alarm(
    String id,
    String incident,
    String device,
    String deviceName,
    @Nullable String press,
    int code,
    Status status,
    Instant receivedAt,
    @Nullable Instant pressedAt,
    boolean late,
    boolean silent,
    Place place,
    @Nullable String text,
    List<String> marks,
    @Nullable String raw) {

  /** Copies the list. */
  public Alarm {
    marks = List.copyOf(marks);
  }
}
