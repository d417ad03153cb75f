package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private Instant wall = Instant.parse("2026-11-22T08:00:00Z");
  private long nanos = 42;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

  @Test
  void followsTheMachine() {
    pass(Duration.ofSeconds(90));

    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aJumpBackIsMadeGoodSlowlyAndTimeNeverGoesBack() {
    wall = wall.minusSeconds(60);
    Instant before = clock.instant();
    pass(Duration.ofSeconds(100));

    assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(80));
    pass(Duration.ofSeconds(200));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aSmallJumpForwardIsMadeGoodSlowly() {
    Instant before = clock.instant();
    wall = wall.plusSeconds(300);
    pass(Duration.ofSeconds(10));

    assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void aMachineThatHasJustLearntTheTimeIsFollowedAtOnce() {
    wall = wall.plus(Duration.ofDays(1));

    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Property
  void neverGoesBackAndNeverRunsOffByMoreThanAFifth(
      @ForAll @Size(max = 50) List<@LongRange(min = -3_000, max = 0) Long> jumpsS,
      @ForAll @IntRange(min = 1, max = 100) int stepS) {
    Instant last = clock.instant();
    for (long jump : jumpsS) {
      wall = wall.plusSeconds(jump);
      pass(Duration.ofSeconds(stepS));
      Instant now = clock.instant();
      double ran = Duration.between(last, now).toNanos() / 1e9;
      assertThat(ran).isCloseTo(stepS, within(stepS / 5.0 + 1e-6));
      last = now;
    }
  }

  private void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      nanos += 1_000_000_000;
      wall = wall.plusSeconds(1);
      clock.instant();
    }
  }
}
