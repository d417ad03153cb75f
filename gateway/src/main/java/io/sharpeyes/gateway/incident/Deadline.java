package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.Comparator;

/**
 * Something that is due.
 *
 * @param at when
 * @param kind what
 * @param subject the incident, area event or window
 * @param detail which of several; empty if there is only one
 */
record Deadline(Instant at, Kind kind, String subject, String detail)
    implements Comparable<Deadline> {

  private static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::at)
          .thenComparing(Deadline::kind)
          .thenComparing(Deadline::subject)
          .thenComparing(Deadline::detail);

  /** What is due; in this order if at the same time. */
  enum Kind {
    /** An owner's desk has been silent for too long. */
    STALE,
    /** The next rung for an incident. */
    ESCALATE,
    /** The next rung for an area event. */
    ESCALATE_AREA,
    /** All desks hear of a repeated press. */
    REALERT,
    /** A unit has not answered. */
    OVERDUE,
    /** What joined an area event is to be told. */
    AREA_GROWN,
    /** A booked window is over. */
    WINDOW_END
  }

  Deadline(Instant at, Kind kind, String subject) {
    this(at, kind, subject, "");
  }

  @Override
  public int compareTo(Deadline other) {
    return ORDER.compare(this, other);
  }
}
