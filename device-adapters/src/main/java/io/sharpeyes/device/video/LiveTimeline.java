package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of time of one live viewer: begins at 0 and has no gaps, whatever was left out, because
 * a browser stops at a gap, and drops everything up to the next key frame where a step is longer
 * than twice the duration told before (Media Source Extensions, coded frame processing).
 *
 * <p>How long a picture stands isn't known before the next one comes; so that none has to wait for
 * that, it is told the length of the step before it. It thus begins up to one picture too early or
 * late, which nobody sees.
 */
final class LiveTimeline {

  private static final long DEFAULT_STEP = MediaClock.TICKS_PER_SECOND / 25;

  /** What is caught up on at the beginning goes by at a picture per millisecond. */
  private static final long HURRIED_STEP = MediaClock.TICKS_PER_SECOND / 1000;

  /** A key frame after a longer pause comes from a camera that was away, or opened again. */
  private static final long LONGEST_STEP = 2L * MediaClock.TICKS_PER_SECOND;

  private @Nullable AccessUnit previous;
  private long step = DEFAULT_STEP;
  private long end;

  /** Places a picture that follows the one before it. */
  Sample follow(AccessUnit unit) {
    long passed = previous == null ? step : unit.decodeTime() - previous.decodeTime();
    if (!unit.isKey() || passed <= LONGEST_STEP) {
      step = passed;
    }
    return place(unit, step);
  }

  /** Places a key frame after pictures that were left out: what was missed takes no time. */
  Sample resume(AccessUnit key) {
    return place(key, step);
  }

  /**
   * Says whether a group can go by in a hurry: not if pictures are shown in another order than they
   * are decoded, because their distances have to be kept then.
   */
  static boolean canHurry(List<AccessUnit> group) {
    return group.stream().allMatch(unit -> unit.time() <= unit.decodeTime());
  }

  /** Places a picture of the past, which is only there so that the next ones can be decoded. */
  Sample hurry(AccessUnit unit) {
    return place(unit, HURRIED_STEP);
  }

  private Sample place(AccessUnit unit, long duration) {
    long start = end;
    end += duration;
    previous = unit;
    return new Sample(start, duration, unit.time() - unit.decodeTime(), unit.isKey(), unit.data());
  }
}
