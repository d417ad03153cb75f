package io.sharpeyes.gateway.evidence;

/**
 * Evidence was not stored, or can't be had now; the message says why and what to do. Carries no
 * stack trace: it is no fault.
 */
public final class EvidenceRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean later;
  private final String cause;

  private EvidenceRefused(String cause, String message, boolean later) {
    super(message, null, false, false);
    this.later = later;
    this.cause = cause;
  }

  /** It may go later. */
  static EvidenceRefused later(String cause, String message) {
    return new EvidenceRefused(cause, message, true);
  }

  /** As things stand, it doesn't go. */
  static EvidenceRefused state(String cause, String message) {
    return new EvidenceRefused(cause, message, false);
  }

  /** Says whether to try again later makes sense. */
  public boolean isLater() {
    return later;
  }

  /** Why, in one word for a console that words it. */
  public String toldCause() {
    return cause;
  }
}
