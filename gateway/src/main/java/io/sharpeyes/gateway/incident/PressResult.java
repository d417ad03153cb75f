package io.sharpeyes.gateway.incident;

import org.jspecify.annotations.Nullable;

/**
 * What a press, restoring or cancel request became.
 *
 * @param kind what
 * @param incidentId the incident's id; empty if there is none
 * @param alarm the alarm's id; empty if there is none
 * @param incident the incident as it stands now; null if there is none, or if it is a duplicate of
 *     an alarm whose incident was closed so long ago that the case book has let it go
 */
public record PressResult(Kind kind, String incidentId, String alarm, @Nullable Incident incident) {

  /** What a signal became. */
  public enum Kind {
    /** A new incident. */
    OPENED,
    /** One more alarm of an open incident. */
    JOINED,
    /** Nothing new: the same press had been stored before. */
    DUPLICATE,
    /** The device's latch was reset. */
    RESTORED,
    /** A cancel request, shown to the desk. */
    CANCEL_REQUESTED,
    /**
     * Nothing was stored: a phantom (an old or known retained message of a broker), or a restoring
     * or cancel request for which there is no incident. To be acknowledged and counted.
     */
    COUNTED
  }

  static final PressResult NOTHING = new PressResult(Kind.COUNTED, "", "", null);

  static PressResult of(Kind kind, Incident incident) {
    return new PressResult(kind, incident.id(), lastAlarm(incident), incident);
  }

  private static String lastAlarm(Incident incident) {
    return Alarm.id(incident.id(), incident.presses().count());
  }

  /** Says whether the same press had been stored before. */
  public boolean duplicate() {
    return kind == Kind.DUPLICATE;
  }
}
