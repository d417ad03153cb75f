package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident (警情): the case that a desk works; one or more alarms. Immutable.
 *
 * @param id day and number of the day, {@code 20261122-0042}
 * @param revision the handling revision: raised by people's commands only, so that a repeat press
 *     never makes a claim fail
 * @param openedAt when its first alarm was received
 * @param updatedAt when anything last changed
 * @param status what it counts as
 * @param priority 1 (highest) to 4, GB/T 28181
 * @param code Contact ID code of the gravest alarm
 * @param quiet true while nothing may betray the alarm at the site
 * @param duress true if a duress PIN or code was given; desks only
 * @param late true if its first alarm was late
 * @param condition the device's axis
 * @param handling the desk's axis
 * @param place where it is
 * @param presses its alarms, counted
 * @param ringing where it sounds
 * @param assignments the units, in the order in which they were sent
 * @param cancelRequest the last request to call it off, or null
 * @param links to other incidents and its area event
 */
public record Incident(
    String id,
    long revision,
    Instant openedAt,
    Instant updatedAt,
    Status status,
    int priority,
    int code,
    boolean quiet,
    boolean duress,
    boolean late,
    Condition condition,
    Handling handling,
    Place place,
    Presses presses,
    Ringing ringing,
    List<Assignment> assignments,
    @Nullable CancelRequest cancelRequest,
    Links links) {

  /** Copies the list. */
  public Incident {
    assignments = List.copyOf(assignments);
  }

  /** Says whether a desk has still to do with it. */
  public boolean isOpen() {
    return !(handling instanceof Handling.Closed);
  }

  /**
   * Its alarms, counted.
   *
   * @param count how many
   * @param places how many devices they came from
   * @param firstAt when the first was received
   * @param lastAt when the last was received
   * @param devices the devices, in the order of their first press; the first 64
   */
  public record Presses(
      int count, int places, Instant firstAt, Instant lastAt, List<PressedDevice> devices) {

    /** Copies the list. */
    public Presses {
      devices = List.copyOf(devices);
    }
  }

  /**
   * A device that was pressed.
   *
   * @param device its id
   * @param name what people call it
   * @param count how often
   * @param lastAt when last
   * @param press the device's own id of its last press, or null
   * @param restored whether it was reset since
   * @param feedback what it may show: {@code full}, {@code lamp}, {@code none}
   */
  public record PressedDevice(
      String device,
      String name,
      int count,
      Instant lastAt,
      @Nullable String press,
      boolean restored,
      String feedback) {}

  /**
   * Where it sounds. Widened by time, forwarding and a desk's silence, never narrowed while it is
   * new.
   *
   * @param districts desks whose person belongs to one of these districts sound
   * @param rung the rung of the escalation ladder it has reached; 0 at first
   * @param nextAt when the next rung is due, or null if there is none
   * @param quietUntil desks don't sound until then, or null
   */
  public record Ringing(
      List<String> districts, int rung, @Nullable Instant nextAt, @Nullable Instant quietUntil) {

    /** Copies the list. */
    public Ringing {
      districts = List.copyOf(districts);
    }
  }

  /**
   * 撤警申请.
   *
   * @param at when
   * @param device which device asked
   * @param pin what its PIN was; desks only
   */
  public record CancelRequest(Instant at, String device, CancelAttempt.Pin pin) {}

  /**
   * What it has to do with.
   *
   * @param previous the closed or older incident of the same site that it follows, or null
   * @param mergedInto the incident it was merged into, or null
   * @param areaEvent the area event it belongs to, or null
   */
  public record Links(
      @Nullable String previous, @Nullable String mergedInto, @Nullable String areaEvent) {

    /** Nothing. */
    public static final Links NONE = new Links(null, null, null);
  }
}
