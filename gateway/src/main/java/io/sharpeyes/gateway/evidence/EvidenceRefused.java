package io.sharpeyes.gateway.evidence;

/**
 * Evidence was not stored, or can't be had now; the message says why and what to do. Carries no
 * stack trace: it is no fault.
 */
public final class EvidenceRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean later;

  private EvidenceRefused(String message, boolean later) {
    super(message, null, false, false);
    this.later = later;
  }

  /** It may go later. */
  static EvidenceRefused later(String message) {
    return new EvidenceRefused(message, true);
  }

  /** As things stand, it doesn't go. */
  static EvidenceRefused state(String message) {
    return new EvidenceRefused(message, false);
  }

  /** Says whether to try again later makes sense. */
  public boolean isLater() {
    return later;
  }
}
