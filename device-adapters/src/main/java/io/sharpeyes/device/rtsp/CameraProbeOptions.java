package io.sharpeyes.device.rtsp;

import java.time.Duration;

/**
 * How cameras are probed.
 *
 * @param interval at most this long between two looks at a camera; a tenth to two tenths are taken
 *     off at random, so that an outage is told within an interval and {@link #TOLD_WITHIN}
 * @param confirmAfter from a first bad result to the look that must confirm it
 * @param slowAfter a description that takes longer counts as slow
 * @param clockTolerance a {@code Date} further off counts as clock-off
 * @param maxInFlight cameras looked at at once
 * @param maxPerHost of these behind one host and port (a recorder with many cameras)
 * @param wrongPasswordPause from a refused password to the next try; doubles with each refusal. In
 *     between the camera is looked at without password, so that recorders don't lock the gateway
 *     out, and a camera that dies is still noticed
 * @param maxWrongPasswordPause where the doubling ends
 */
public record CameraProbeOptions(
    Duration interval,
    Duration confirmAfter,
    Duration slowAfter,
    Duration clockTolerance,
    int maxInFlight,
    int maxPerHost,
    Duration wrongPasswordPause,
    Duration maxWrongPasswordPause) {

  /** On top of the interval, the longest that a confirmed outage stays untold. */
  static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  private static final Duration MAX_LOOK = Duration.ofSeconds(5);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one isn't positive
   */
  public CameraProbeOptions {
    requirePositive(interval.toMillis(), "interval");
    requirePositive(confirmAfter.toMillis(), "confirmAfter");
    requirePositive(slowAfter.toMillis(), "slowAfter");
    requirePositive(clockTolerance.toMillis(), "clockTolerance");
    requirePositive(maxInFlight, "maxInFlight");
    requirePositive(maxPerHost, "maxPerHost");
    requirePositive(wrongPasswordPause.toMillis(), "wrongPasswordPause");
    requirePositive(maxWrongPasswordPause.toMillis(), "maxWrongPasswordPause");
    if (confirmAfter.compareTo(TOLD_WITHIN.dividedBy(2)) > 0) {
      throw new IllegalArgumentException("confirmAfter is over " + TOLD_WITHIN.dividedBy(2));
    }
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is not positive");
    }
  }

  /** For one look: two of them, and the pause between them, must fit. */
  Duration lookTimeout() {
    Duration forTwo = interval.dividedBy(10).plus(TOLD_WITHIN).minus(confirmAfter);
    Duration forOne = forTwo.dividedBy(2);
    return forOne.compareTo(MAX_LOOK) < 0 ? forOne : MAX_LOOK;
  }

  /** Each camera once a minute, 256 at once, 8 a host; a wrong password again after 10 min. */
  public static CameraProbeOptions defaults() {
    return new CameraProbeOptions(
        Duration.ofSeconds(60),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofMinutes(5),
        256,
        8,
        Duration.ofMinutes(10),
        Duration.ofHours(2));
  }

  /** The same with another interval. */
  public CameraProbeOptions withInterval(Duration interval) {
    return new CameraProbeOptions(
        interval,
        confirmAfter,
        slowAfter,
        clockTolerance,
        maxInFlight,
        maxPerHost,
        wrongPasswordPause,
        maxWrongPasswordPause);
  }

  /** The same with other bounds of what happens at once. */
  public CameraProbeOptions withMaxInFlight(int maxInFlight, int maxPerHost) {
    return new CameraProbeOptions(
        interval,
        confirmAfter,
        slowAfter,
        clockTolerance,
        maxInFlight,
        maxPerHost,
        wrongPasswordPause,
        maxWrongPasswordPause);
  }

  /** The same with another bound for what counts as slow. */
  public CameraProbeOptions withSlowAfter(Duration slowAfter) {
    return new CameraProbeOptions(
        interval,
        confirmAfter,
        slowAfter,
        clockTolerance,
        maxInFlight,
        maxPerHost,
        wrongPasswordPause,
        maxWrongPasswordPause);
  }
}
