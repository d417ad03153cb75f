package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MediaClockTest {

  private static final int RATE = 90_000;
  private static final long FRAME = 3600;
  private static final long FRAME_NANOS = 40_000_000;

  private final MediaClock clock = new MediaClock();

  private long place(long timestamp, long nanos) {
    return clock.place(timestamp & 0xffff_ffffL, RATE, nanos);
  }

  @Test
  void goesOnOverTheWrap() {
    long start = 0xffff_ffffL - 2 * FRAME;
    for (int i = 0; i < 10; i++) {
      assertThat(place(start + i * FRAME, i * FRAME_NANOS)).isEqualTo(i * FRAME);
    }
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void aJumpTakesAsLongAsTheArrivals() {
    place(0, 0);
    place(FRAME, FRAME_NANOS);

    assertThat(place(3600L * RATE, 2 * FRAME_NANOS)).as("an hour ahead").isEqualTo(2 * FRAME);
    assertThat(place(3600L * RATE + FRAME, 3 * FRAME_NANOS)).isEqualTo(3 * FRAME);
    assertThat(place(100, 4 * FRAME_NANOS)).as("back").isEqualTo(4 * FRAME);
    assertThat(place(100, 5 * FRAME_NANOS)).as("standing still").isEqualTo(5 * FRAME);
    assertThat(clock.jumps()).isEqualTo(3);
  }

  @Test
  void aStalledNetworkIsNoJump() {
    place(0, 0);
    long late = 8_000_000_000L;
    for (int i = 1; i < 200; i++) {
      assertThat(place(i * FRAME, Math.max(late, i * FRAME_NANOS))).isEqualTo(i * FRAME);
    }
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void aPauseOfTheCameraIsTimeThatPassed() {
    place(0, 0);

    assertThat(place(RATE * 600L, 600_000_000_000L)).isEqualTo(RATE * 600L);
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void aClockAtHalfSpeedIsBroughtBack() {
    long time = 0;
    for (int i = 0; i < 25 * 60; i++) {
      time = place(i * FRAME / 2, i * FRAME_NANOS);
    }
    assertThat(time).isGreaterThan(48L * RATE);
  }

  @Test
  void decodingTimesRiseAndStayBeforeTheTimesShown() {
    // I P B B P B B …: shown 0 3 1 2 6 4 5 …
    List<Long> late = new ArrayList<>();
    long before = Long.MIN_VALUE;
    place(0, 0);
    for (int group = 0; group < 20; group++) {
      for (int shown : new int[] {3, 1, 2}) {
        long time = place((group * 3L + shown) * FRAME, (group * 3L + 3) * FRAME_NANOS);
        assertThat(clock.decodeTime()).isGreaterThan(before);
        before = clock.decodeTime();
        if (group > 2) {
          late.add(time - clock.decodeTime());
        }
      }
    }
    assertThat(late).allMatch(delay -> delay >= 0 && delay <= 4 * FRAME);
    assertThat(clock.jumps()).isZero();
  }

  @Property
  void anyTimestampsGiveRisingDecodingTimes(@ForAll long seed) {
    MediaClock any = new MediaClock();
    Random random = new Random(seed);
    long nanos = 0;
    long before = Long.MIN_VALUE;
    for (int i = 0; i < 300; i++) {
      nanos += random.nextInt(1_000_000_000);
      long timestamp = random.nextBoolean() ? random.nextInt() & 0xffff_ffffL : i * FRAME;
      any.place(timestamp, RATE, nanos);
      assertThat(any.decodeTime()).isGreaterThan(before);
      before = any.decodeTime();
    }
  }
}
