package io.sharpeyes.gateway.journal;

/**
 * An answer from the tables would be incomplete or take too long; nothing is lost, and asking again
 * later, or for less, will do.
 */
public final class NotReady extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotReady(String message) {
    super(message, null, false, false);
  }
}
