package io.sharpeyes.device.video;

/** A picture can't be had; the message says why. Carries no stack trace. */
public final class PictureException extends RuntimeException {

  PictureException(String message) {
    super(message, null, false, false);
  }
}
