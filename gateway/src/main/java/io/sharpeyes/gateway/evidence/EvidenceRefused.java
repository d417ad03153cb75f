package io.sharpeyes.gateway.evidence;

/**
 * Evidence was not stored, or can't be had now; the message says why and what to do. Carries no
 * stack trace: it is no fault.
 */
public final class EvidenceRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  EvidenceRefused(String message) {
    super(message, null, false, false);
  }
}
