package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.Comparator;
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

  /**
   * What needs a desk first: what nobody has before what somebody has, fresh before late, the
   * higher priority, then the older.
   */
  public static final Comparator<Incident> MOST_URGENT_FIRST =
      Comparator.comparing((Incident incident) -> incident.handling.owner() != null)
          .thenComparing(Incident::late)
          .thenComparing(Incident::priority)
          .thenComparing(Incident::openedAt)
          .thenComparing(Incident::id);

  /** Says whether a desk has still to do with it. */
  public boolean isOpen() {
    return !(handling instanceof Handling.Closed);
  }

  /** Says whether nobody has it. */
  public boolean isUnclaimed() {
    return handling instanceof Handling.New;
  }

  /** Says whether a person has it, whether stale or not. */
  public boolean isOwnedBy(String user) {
    Handling.Owner owner = handling.owner();
    return isOpen() && owner != null && owner.actor().user().equals(user);
  }

  /**
   * Says whether it was closed before its devices were reset (待复位). The devices of one that was
   * merged wait in the other.
   */
  public boolean isPendingReset() {
    return !isOpen() && condition == Condition.ACTIVE && links.mergedInto == null;
  }

  /** The assignment of a unit, or null. */
  public @Nullable Assignment assignment(String unit) {
    for (Assignment assignment : assignments) {
      if (assignment.unit().equals(unit)) {
        return assignment;
      }
    }
    return null;
  }

  /**
   * The units that have still to do with it, also after it was closed. A unit that was sent to both
   * of two incidents of which one was merged away has to do with the other.
   */
  public List<Assignment> unitsOut() {
    if (links.mergedInto != null) {
      return List.of();
    }
    return assignments.stream().filter(Assignment::isActive).toList();
  }

  /**
   * Its alarms, counted.
   *
   * @param count how many
   * @param places how many devices they came from; 64 means 64 or more
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
      String feedback) {

    PressedDevice reset() {
      return new PressedDevice(device, name, count, lastAt, press, true, feedback);
    }
  }

  /**
   * Where it sounds. Widened by time, forwarding and a desk's silence, never narrowed.
   *
   * @param districts desks whose person belongs to one of these districts sound
   * @param rung the rung of the escalation ladder it has reached; 0 at first
   * @param nextAt when the next rung is due, or null if none is: somebody has it, the last rung was
   *     reached, or its area event escalates for it
   * @param realertAt when all desks hear of a repeated press, or null
   * @param quietUntil desks don't sound until then, or null
   * @param forwardedTo the districts that people forwarded it to
   */
  public record Ringing(
      List<String> districts,
      int rung,
      @Nullable Instant nextAt,
      @Nullable Instant realertAt,
      @Nullable Instant quietUntil,
      List<String> forwardedTo) {

    /** Sounds nowhere. */
    public static final Ringing NONE = new Ringing(List.of(), 0, null, null, null, List.of());

    /** Copies the lists. */
    public Ringing {
      districts = List.copyOf(districts);
      forwardedTo = List.copyOf(forwardedTo);
    }

    Ringing nextAt(@Nullable Instant at) {
      return new Ringing(districts, rung, at, realertAt, quietUntil, forwardedTo);
    }

    Ringing realertAt(@Nullable Instant at) {
      return new Ringing(districts, rung, nextAt, at, quietUntil, forwardedTo);
    }

    Ringing quietUntil(@Nullable Instant until) {
      return new Ringing(districts, rung, nextAt, realertAt, until, forwardedTo);
    }

    /** Somebody has it: nothing is due any more. */
    Ringing answered() {
      return new Ringing(districts, rung, null, null, quietUntil, forwardedTo);
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
   * @param previous the incident of the same site that it follows, or null
   * @param mergedInto the incident it was merged into, or null
   * @param areaEvent the area event it belongs to, or null
   * @param merged the incidents that were merged into it; the last 32
   */
  public record Links(
      @Nullable String previous,
      @Nullable String mergedInto,
      @Nullable String areaEvent,
      List<String> merged) {

    /** Nothing. */
    public static final Links NONE = new Links(null, null, null, List.of());

    /** Copies the list. */
    public Links {
      merged = List.copyOf(merged);
    }

    Links mergedInto(@Nullable String incident) {
      return new Links(previous, incident, areaEvent, merged);
    }

    Links areaEvent(@Nullable String event) {
      return new Links(previous, mergedInto, event, merged);
    }

    Links merged(List<String> incidents) {
      return new Links(previous, mergedInto, areaEvent, incidents);
    }
  }

  Incident with(Handling other, Instant at) {
    return change(at).handling(other).done();
  }

  Incident with(Ringing other, Instant at) {
    return change(at).ringing(other).done();
  }

  Incident with(Links other, Instant at) {
    return change(at).links(other).done();
  }

  /** Begins a changed copy. */
  IncidentChange change(Instant at) {
    return new IncidentChange(this, at);
  }
}
