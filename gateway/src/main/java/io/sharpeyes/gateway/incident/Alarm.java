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
 * @param marks what is odd about it, in the words of the constants below
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

  /** Mark: the device's id of the press had been used before, over 24 h ago. */
  public static final String PRESS_REUSED = "press-reused";

  /** Mark: the payload could not be read. */
  public static final String UNREADABLE = "unreadable";

  /** Mark: a broker delivered it as a retained message. */
  public static final String RETAINED = "retained";

  /** Mark: a duress PIN was typed to call an alarm off. */
  public static final String DURESS_PIN = "duress-pin";

  /** Mark: it joined an older incident, because the bound of open incidents was reached. */
  public static final String OVER_LIMIT = "over-limit";

  /** Copies the list. */
  public Alarm {
    marks = List.copyOf(marks);
  }

  /** The id of an incident's n-th alarm. */
  static String id(String incident, int n) {
    return incident + "." + n;
  }
}
