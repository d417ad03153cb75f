package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GatewayClockTest {

  private Instant wall = Bench.START;
  private long nano;
  private final GatewayClock clock = new GatewayClock(() -> wall, () -> nano, Instant.EPOCH);

  private Instant after(Duration real, Duration shown) {
    nano += real.toNanos();
    wall = wall.plus(shown);
    return clock.instant();
  }

  private Instant after(Duration both) {
    return after(both, both);
  }

  @Test
  void itShowsTheWallClocksTime() {
    assertThat(clock.instant()).isEqualTo(Bench.START);
    assertThat(after(Duration.ofSeconds(5))).isEqualTo(Bench.START.plusSeconds(5));
  }

  @Test
  void aWallClockThatIsSetBackStopsNothing() {
    Instant before = clock.instant();
    Instant atOnce = after(Duration.ZERO, Duration.ofHours(-1));
    assertThat(atOnce).isEqualTo(before);
    // 20 s of an escalation take 22 s at most.
    assertThat(after(Duration.ofMillis(22_223))).isAfterOrEqualTo(before.plusSeconds(20));
    // In the end it shows the wall clock's time again.
    assertThat(after(Duration.ofHours(10))).isEqualTo(wall);
  }

  @Test
  void aWallClockThatIsSetForwardIsFollowedAtOnce() {
    assertThat(after(Duration.ZERO, Duration.ofHours(1))).isEqualTo(Bench.START.plusSeconds(3_600));
  }

  @Test
  void itDoesNotStandStillHoweverOftenItIsRead() {
    Instant before = clock.instant();
    after(Duration.ZERO, Duration.ofHours(-1));
    for (int i = 0; i < 1_000_000; i++) {
      after(Duration.ofNanos(7));
    }
    assertThat(clock.instant()).isAfterOrEqualTo(before.plus(Duration.ofNanos(6_300_000)));
  }

  @Test
  void itStartsNoEarlierThanTheNewestEvent() {
    Instant newest = Bench.START.plusSeconds(60);
    GatewayClock after = new GatewayClock(() -> wall, () -> nano, newest);
    assertThat(after.instant()).isEqualTo(newest);
    nano += 1_000_000_000;
    wall = wall.plusSeconds(1);
    assertThat(after.instant()).isEqualTo(newest.plusMillis(900));
  }

  @Test
  void whatIsLearntLaterCanMoveItForward() {
    clock.noEarlierThan(Bench.START.plusSeconds(60));
    assertThat(clock.instant()).isEqualTo(Bench.START.plusSeconds(60));
    clock.noEarlierThan(Bench.START);
    assertThat(after(Duration.ofSeconds(10))).isEqualTo(Bench.START.plusSeconds(69));
  }

  @Property
  void itNeverGoesBackAndIsNeverATenthSlow(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 5_000) Integer> realMs,
      @ForAll @Size(max = 40) List<@IntRange(min = -90_000, max = 90_000) Integer> jumpsMs) {
    Instant last = clock.instant();
    for (int i = 0; i < Math.min(realMs.size(), jumpsMs.size()); i++) {
      Instant now =
          after(
              Duration.ofMillis(realMs.get(i)), Duration.ofMillis(realMs.get(i) + jumpsMs.get(i)));
      assertThat(now).isAfterOrEqualTo(last.plus(Duration.ofNanos(realMs.get(i) * 900_000L)));
      last = now;
    }
  }
}
