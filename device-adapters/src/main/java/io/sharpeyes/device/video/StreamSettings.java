package io.sharpeyes.device.video;

import java.time.Duration;

/**
 * The bounds within which cameras' streams are kept.
 *
 * @param preRecord how much is kept at least of a camera that pre-records
 * @param ringBytes how much is kept at most of one camera
 * @param warmFor how long a camera stays open after it was warmed without anybody looking
 * @param linger how long it stays open after the last one looked
 * @param firstRetry how long after a failure it is tried again; doubles each time, with jitter
 * @param longestRetry the longest wait between two tries
 * @param keyFrameWithin a stream without a key frame for longer is reported
 * @param viewersPerCamera live viewers of one camera at most
 * @param openCameras cameras open at the same time at most
 * @param judgeEvery how often the pictures of an open camera are judged black, frozen or blurred
 */
public record StreamSettings(
    Duration preRecord,
    long ringBytes,
    Duration warmFor,
    Duration linger,
    Duration firstRetry,
    Duration longestRetry,
    Duration keyFrameWithin,
    int viewersPerCamera,
    int openCameras,
    Duration judgeEvery) {

  private static final long DEFAULT_RING_BYTES = 16L * 1024 * 1024;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one can't be
   */
  public StreamSettings {
    require(!preRecord.isNegative(), "preRecord is negative");
    require(ringBytes > 0, "ringBytes is not positive");
    require(isPositive(warmFor) && isPositive(linger), "warmFor or linger is not positive");
    require(isPositive(firstRetry), "firstRetry is not positive");
    require(longestRetry.compareTo(firstRetry) >= 0, "longestRetry is less than firstRetry");
    require(isPositive(keyFrameWithin), "keyFrameWithin is not positive");
    require(viewersPerCamera > 0 && openCameras > 0, "a count is not positive");
    require(isPositive(judgeEvery), "judgeEvery is not positive");
  }

  private static boolean isPositive(Duration value) {
    return !value.isNegative() && !value.isZero();
  }

  private static void require(boolean met, String message) {
    if (!met) {
      throw new IllegalArgumentException(message);
    }
  }

  /** 10 s before a press in 16 MiB, 60 s warm, 30 s after the last look, tries 1 s to 30 s. */
  public static StreamSettings defaults() {
    return new StreamSettings(
        Duration.ofSeconds(10),
        DEFAULT_RING_BYTES,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        32,
        256,
        Duration.ofMinutes(2));
  }
}
