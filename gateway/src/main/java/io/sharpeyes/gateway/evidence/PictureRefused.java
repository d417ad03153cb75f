package io.sharpeyes.gateway.evidence;

/** A picture is refused; the message says why and what to do. Carries no stack trace. */
public final class PictureRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** No such incident or camera that the person may know of. */
    NOT_FOUND,
    /** This person may not look. */
    NOT_ALLOWED,
    /** The grant is missing, unknown, over, or somebody else's. */
    NO_GRANT,
    /** The incident's state doesn't allow it. */
    STATE,
    /** A bound is reached. */
    TOO_MANY,
    /** The audit couldn't be written. */
    NOT_AUDITED,
    /** The camera gave no picture, or there is none kept. */
    NO_PICTURE
  }

  /** A closed incident opens by a confirmed review only. */
  static final String NO_REVIEW = "no-review";

  private final Reason reason;
  private final String cause;

  PictureRefused(Reason reason, String cause, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.cause = cause;
  }

  static PictureRefused notFound(String what, String id) {
    return new PictureRefused(
        Reason.NOT_FOUND, "not-found", "There is no " + what + " " + id + " that you may see.");
  }

  /**
   * One answer for every grant that doesn't count, so that nobody learns which exist.
   *
   * @param cause for the audit
   */
  static PictureRefused noGrant(String cause) {
    return new PictureRefused(
        Reason.NO_GRANT,
        cause,
        "This session has no such grant for this camera: it was never given to it, or it is over."
            + " Ask for a new one.");
  }

  static PictureRefused noPicture(String message) {
    return new PictureRefused(Reason.NO_PICTURE, "no-picture", message);
  }

  /** Why, for the one who asked. */
  public Reason reason() {
    return reason;
  }

  /** Why, in one word for a console that words it; why a grant doesn't count isn't told. */
  public String toldCause() {
    return reason == Reason.NO_GRANT && !cause.equals(NO_REVIEW) ? "no-grant" : cause;
  }

  /** Why, in one word for the audit; says more than the one who asked is told. */
  String auditCause() {
    return cause;
  }
}
