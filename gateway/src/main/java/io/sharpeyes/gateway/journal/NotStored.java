package io.sharpeyes.gateway.journal;

/**
 * What was asked for is not on disk and will not be: no acknowledgement of any kind may leave, and
 * whoever asked should ask again. Carries no stack trace: it comes by the thousand when it comes.
 */
public final class NotStored extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** More is waiting for the disk than the lane may hold. */
    OVERLOADED,
    /** The disk is full and the reserve is used up. */
    DISK_FULL,
    /** Applying it failed by a fault of the gateway itself, which is in the log of the process. */
    FAULT,
    /** The journal is closed, or stopped after a failure of the disk. */
    STOPPED
  }

  private final Reason reason;

  NotStored(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
