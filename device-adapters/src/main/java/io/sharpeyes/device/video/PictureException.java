package io.sharpeyes.device.video;

/** A picture can't be had; the message says why. Carries no stack trace. */
public final class PictureException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean tooMany;

  PictureException(String message) {
    this(message, false);
  }

  private PictureException(String message, boolean tooMany) {
    super(message, null, false, false);
    this.tooMany = tooMany;
  }

  /** A bound is reached; later it may be had. */
  static PictureException tooMany(String message) {
    return new PictureException(message, true);
  }

  /** Says whether only too many want one at this moment. */
  public boolean isTooMany() {
    return tooMany;
  }
}
