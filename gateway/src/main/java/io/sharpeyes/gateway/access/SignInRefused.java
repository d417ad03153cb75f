package io.sharpeyes.gateway.access;

import java.time.Duration;

/** Why somebody could not sign in. Carries no stack trace: it is no fault. */
public final class SignInRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** User name and password don't belong together; which of them is wrong isn't told. */
    WRONG,
    /** Too many failures; try again after {@link #retryAfter()}. */
    TOO_SOON,
    /** Too many people sign in at this moment. */
    BUSY
  }

  private final Reason reason;
  private final Duration retryAfter;

  private SignInRefused(Reason reason, Duration retryAfter, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  static SignInRefused wrong() {
    return new SignInRefused(
        Reason.WRONG, Duration.ZERO, "User name or password is wrong. Check both and try again.");
  }

  static SignInRefused tooSoon(Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return new SignInRefused(
        Reason.TOO_SOON,
        retryAfter,
        "Too many wrong attempts from this address. Wait " + seconds + " s and try again.");
  }

  static SignInRefused busy() {
    return new SignInRefused(
        Reason.BUSY,
        Duration.ofSeconds(2),
        "Too many people sign in at this moment. Try again in 2 s.");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** How long to wait; zero if it makes no difference. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
