package io.sharpeyes.device.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * A camera's own clock: counts pictures of 80 ms from the server's start, monotonic, so that
 * timestamps go on evenly whoever comes and goes. Cameras are shifted against each other by less
 * than a picture, so that they don't all send at once.
 */
final class CameraClock {

  private static final int PICTURE_MILLIS = EncodedSample.PICTURE_MILLIS;

  private final long startNanos;
  private final Instant start;

  /**
   * @param phaseMillis 0 to 79
   */
  CameraClock(InstantSource time, long startNanos, int phaseMillis) {
    this.startNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(phaseMillis);
    this.start = time.instant().minusNanos(System.nanoTime() - startNanos).plusMillis(phaseMillis);
  }

  long millisNow() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  long pictureAfterNow() {
    return Math.floorDiv(millisNow(), PICTURE_MILLIS) + 1;
  }

  long millisOf(long picture) {
    return picture * PICTURE_MILLIS;
  }

  Instant wallClockOf(long picture) {
    return start.plusMillis(millisOf(picture));
  }

  /** How long to wait for a picture, at least 1 ms: late pictures follow each other quickly. */
  long delayUntil(long picture) {
    return Math.max(1, millisOf(picture) - millisNow());
  }
}
