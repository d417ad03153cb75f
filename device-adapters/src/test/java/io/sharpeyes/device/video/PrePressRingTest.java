package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.ParameterSets;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrePressRingTest {

  private static final long SECOND = 90_000;
  private static final ParameterSets SETS =
      Samples.units(VideoCodec.H264, "baseline-ffmpeg.rtp", "baseline.h264").get(0).parameterSets();

  private final RingMemory memory = new RingMemory(64L * 1024 * 1024);

  private static AccessUnit unit(boolean key, long time, int size) {
    return Samples.unit(SETS, key, time, size);
  }

  @Test
  void keepsTheSpanAndBeginsWithAKeyFrame() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(10), 1_000_000, memory);
    for (int second = 0; second < 60; second++) {
      ring.add(unit(second % 2 == 0, second * SECOND, 100));
    }

    List<AccessUnit> all = ring.all();
    assertThat(all.get(0).isKey()).isTrue();
    assertThat(all.get(0).time()).isEqualTo(48 * SECOND);
    assertThat(all).hasSize(12);
    assertThat(ring.span()).isEqualTo(Duration.ofSeconds(11));
    assertThat(ring.newestGroup()).hasSize(2);
  }

  @Test
  void whatItReturnsIsWhatWentInHoweverItLay() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(4), 10_000_000, memory);
    Random random = new Random(1);
    List<byte[]> data = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] slices = new byte[1 + random.nextInt(3 * RingMemory.CHUNK_BYTES)];
      random.nextBytes(slices);
      data.add(slices);
      ring.add(Samples.unit(SETS, i % 7 == 0, i * SECOND / 5, slices));
    }

    List<AccessUnit> all = ring.all();
    assertThat(all.size()).isGreaterThan(20);
    for (int i = 0; i < all.size(); i++) {
      AccessUnit unit = all.get(i);
      assertThat(unit.data()).isEqualTo(data.get(400 - all.size() + i));
      assertThat(unit.time()).isEqualTo((400 - all.size() + i) * SECOND / 5);
    }
  }

  @Test
  void withoutASpanOnlyThePresentGroupIsKept() {
    PrePressRing ring = new PrePressRing(Duration.ZERO, 1_000_000, memory);
    for (int i = 0; i < 10; i++) {
      ring.add(unit(i % 5 == 0, i, 100));
    }

    assertThat(ring.all()).hasSize(5);
  }

  @Test
  void whatBuildsOnNothingIsLeftOut() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(10), 1_000_000, memory);
    ring.add(unit(false, 0, 100));

    assertThat(ring.all()).isEmpty();
    assertThat(ring.newestKey()).isNull();
    assertThat(ring.bytes()).isZero();
  }

  @Test
  void aGroupThatOutgrowsTheRingIsForgotten() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(10), 10_000, memory);
    ring.add(unit(true, 0, 4000));
    ring.add(unit(false, 1, 4000));
    ring.add(unit(false, 2, 4000));
    ring.add(unit(false, 3, 10));

    assertThat(ring.all()).isEmpty();
    assertThat(ring.overflows()).isEqualTo(1);
    ring.add(unit(true, 4, 10));
    assertThat(ring.all()).hasSize(1);
  }

  @Test
  void picturesOfACameraThatFellSilentAreForgotten() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(10), 10_000, memory);
    ring.add(unit(true, 0, 10));
    ring.add(unit(true, 5 * SECOND, 10));

    ring.expire(16_000_000_000L);
    assertThat(ring.all()).hasSize(1);
    ring.expire(21_000_000_000L);
    assertThat(ring.all()).isEmpty();
    assertThat(ring.bytes()).isZero();
  }

  @Test
  void memoryIsGivenBackAndUsedAgain() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(2), 10_000_000, memory);
    for (int second = 0; second < 100; second++) {
      ring.add(unit(true, second * SECOND, 3 * RingMemory.CHUNK_BYTES));
      assertThat(memory.bytes()).isLessThanOrEqualTo(4L * 3 * RingMemory.CHUNK_BYTES);
    }

    ring.clear();
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void aRingForWhichThereIsNoMemoryForgetsAndBeginsAgain() {
    RingMemory scarce = new RingMemory(3L * RingMemory.CHUNK_BYTES);
    PrePressRing greedy = new PrePressRing(Duration.ofSeconds(10), 10_000_000, scarce);
    PrePressRing other = new PrePressRing(Duration.ofSeconds(10), 10_000_000, scarce);
    greedy.add(unit(true, 0, 2 * RingMemory.CHUNK_BYTES));
    other.add(unit(true, 0, 2 * RingMemory.CHUNK_BYTES));

    assertThat(other.all()).isEmpty();
    assertThat(other.overflows()).isEqualTo(1);
    assertThat(greedy.all()).hasSize(1);
    other.add(unit(false, 1, 10));
    assertThat(other.all()).isEmpty();
    other.add(unit(true, 2, 10));
    assertThat(other.all()).hasSize(1);
    assertThat(scarce.bytes()).isEqualTo(3L * RingMemory.CHUNK_BYTES);
  }

  @Test
  void findsTheKeyFrameNearestToAMoment() {
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(10), 10_000, memory);
    for (int i = 0; i < 4; i++) {
      ring.add(unit(true, i * SECOND, 10));
    }

    AccessUnit nearest = ring.keyNearest(1_600_000_000L);
    assertThat(nearest).isNotNull();
    assertThat(nearest.time()).isEqualTo(2 * SECOND);
  }

  @Property(tries = 100)
  void isAlwaysBoundedAndBeginsWithAKeyFrame(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int keyEvery) {
    Random random = new Random(seed);
    PrePressRing ring = new PrePressRing(Duration.ofSeconds(2), 50_000, memory);
    long time = 0;
    for (int i = 0; i < 300; i++) {
      time += 1 + random.nextInt(20_000);
      ring.add(unit(random.nextInt(keyEvery) == 0, time, 1 + random.nextInt(3000)));
      List<AccessUnit> all = ring.all();
      assertThat(ring.bytes()).isBetween(0L, 50_000L);
      assertThat(all.isEmpty() || all.get(0).isKey()).isTrue();
      assertThat(all.stream().mapToLong(unit -> unit.data().length).sum())
          .isLessThanOrEqualTo(ring.bytes());
    }
  }
}
