package io.sharpeyes.gateway.access;

/** Why an import was not even tried. Carries no stack trace: it is no fault. */
public final class ImportRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** Another import is running. */
    BUSY,
    /** The person may not change all that it would change. */
    FORBIDDEN
  }

  private final Reason reason;

  private ImportRefused(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static ImportRefused busy() {
    return new ImportRefused(
        Reason.BUSY, "Another import is running. Wait until it is done and try again.");
  }

  static ImportRefused forbidden() {
    return new ImportRefused(
        Reason.FORBIDDEN,
        "The import would change something outside your district, or you are no admin. Leave those"
            + " rows out, or ask the admin of the district above.");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
