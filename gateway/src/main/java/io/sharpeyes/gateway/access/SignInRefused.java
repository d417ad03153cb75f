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
    BUSY,
    /** The password was right; a code of the second factor is missing. */
    CODE_NEEDED,
    /** The password was right; the code is wrong, or was used before. */
    CODE_WRONG
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

  static SignInRefused codeNeeded() {
    return new SignInRefused(
        Reason.CODE_NEEDED,
        Duration.ZERO,
        "This account has a second factor. Send the code that the app shows as code.");
  }

  static SignInRefused codeWrong() {
    return new SignInRefused(
        Reason.CODE_WRONG,
        Duration.ZERO,
        "The code is wrong or was used before. Wait for the next one and look at the phone's clock.");
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
