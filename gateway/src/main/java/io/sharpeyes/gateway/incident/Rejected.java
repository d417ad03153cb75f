package io.sharpeyes.gateway.incident;

import org.jspecify.annotations.Nullable;

/** A command that can't be applied; nothing has changed. Carries no stack trace: it is no fault. */
public final class Rejected extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** No such incident. */
    NOT_FOUND,
    /** The handling revision is another one by now. */
    STALE_REVISION,
    /** The incident's state doesn't allow it. */
    ILLEGAL_TRANSITION,
    /** A value is missing or unusable. */
    INVALID,
    /** Closing with units still out, not yet confirmed. */
    UNITS_OUT,
    /** A bound was reached. */
    LIMIT,
    /** Something else has that time already. */
    TAKEN
  }

  private final Reason reason;
  private final transient @Nullable Incident current;
  private final transient @Nullable BookedWindow inTheWay;

  /**
   * Makes one.
   *
   * @param message what was wrong and what to do, in one sentence
   * @param current the incident as it stands, or null
   */
  public Rejected(Reason reason, String message, @Nullable Incident current) {
    this(reason, message, current, null);
  }

  private Rejected(
      Reason reason, String message, @Nullable Incident current, @Nullable BookedWindow inTheWay) {
    super(message, null, false, false);
    this.reason = reason;
    this.current = current;
    this.inTheWay = inTheWay;
  }

  static Rejected taken(String sentence, BookedWindow inTheWay) {
    return new Rejected(Reason.TAKEN, sentence, null, inTheWay);
  }

  static Rejected invalid(String sentence) {
    return new Rejected(Reason.INVALID, sentence, null);
  }

  static Rejected illegal(String sentence) {
    return new Rejected(Reason.ILLEGAL_TRANSITION, sentence, null);
  }

  /** The same with the incident as it stands, unless it has one. */
  Rejected with(@Nullable Incident incident) {
    return current != null || incident == null
        ? this
        : new Rejected(reason, String.valueOf(getMessage()), incident, inTheWay);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The booked window that has the time, or null. */
  public @Nullable BookedWindow inTheWay() {
    return inTheWay;
  }

  /** The incident as it stands, or null. */
  public @Nullable Incident current() {
    return current;
  }
}
