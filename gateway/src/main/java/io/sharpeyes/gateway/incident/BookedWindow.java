package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A booked window (报备): the first press of each named device inside it is a drill (演练) or a test;
 * any other press is real. Immutable.
 *
 * @param id {@code W-20261122-0001}
 * @param status what the presses count as: {@link Status#EXERCISE} or {@link Status#TEST}
 * @param devices whose presses
 * @param from from when
 * @param to until when, at most 2 h later
 * @param bookedBy who booked it
 * @param bookedAt when
 * @param note what for; empty if not said
 * @param state how it stands
 * @param endedAt when it was cancelled or ended, or null
 * @param district the code of the smallest district that holds all its devices
 * @param site the site of all its devices, or null if they are of several
 * @param presses the drill's report: who pressed when, and how soon people answered
 */
public record BookedWindow(
    String id,
    Status status,
    List<String> devices,
    Instant from,
    Instant to,
    Actor bookedBy,
    Instant bookedAt,
    String note,
    State state,
    @Nullable Instant endedAt,
    String district,
    @Nullable String site,
    List<DrillPress> presses) {

  /** Copies the lists. */
  public BookedWindow {
    devices = List.copyOf(devices);
    presses = List.copyOf(presses);
  }

  /** How a window stands. */
  public enum State {
    /** It will come, or is on. */
    BOOKED("booked"),
    /** Called off before anybody pressed. */
    CANCELLED("cancelled"),
    /** Over. */
    ENDED("ended");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /**
   * A press in a drill.
   *
   * @param device the device
   * @param deviceName what people call it
   * @param alarm the alarm's id
   * @param incident its incident
   * @param storedAt when it was stored
   * @param claimedAt when a desk first had the incident, or null if none had by the report
   * @param dispatchedAt when a unit was first sent, or null
   * @param onSceneAt when a unit was first there, or null
   * @param closedAt when it was first closed, or null
   */
  public record DrillPress(
      String device,
      String deviceName,
      String alarm,
      String incident,
      Instant storedAt,
      @Nullable Instant claimedAt,
      @Nullable Instant dispatchedAt,
      @Nullable Instant onSceneAt,
      @Nullable Instant closedAt) {

    /** The same with what the incident has reached by now. */
    DrillPress reached(Handling handling) {
      boolean owned = handling.owner() != null;
      boolean there = handling instanceof Handling.OnScene;
      boolean sent = there || handling instanceof Handling.Dispatched;
      boolean over = handling instanceof Handling.Closed;
      return new DrillPress(
          device,
          deviceName,
          alarm,
          incident,
          storedAt,
          first(claimedAt, owned, handling),
          first(dispatchedAt, sent, handling),
          first(onSceneAt, there, handling),
          first(closedAt, over, handling));
    }

    private static @Nullable Instant first(
        @Nullable Instant known, boolean reached, Handling handling) {
      return known != null || !reached ? known : handling.since();
    }
  }

  /** Says whether it has still to come or is on. */
  public boolean isBooked() {
    return state == State.BOOKED;
  }

  /** Says whether it is on at a time. */
  public boolean isOn(Instant at) {
    return isBooked() && !at.isBefore(from) && at.isBefore(to);
  }

  BookedWindow withPresses(List<DrillPress> now) {
    return new BookedWindow(
        id, status, devices, from, to, bookedBy, bookedAt, note, state, endedAt, district, site,
        now);
  }

  BookedWindow over(State how, Instant at) {
    return new BookedWindow(
        id, status, devices, from, to, bookedBy, bookedAt, note, how, at, district, site, presses);
  }
}
