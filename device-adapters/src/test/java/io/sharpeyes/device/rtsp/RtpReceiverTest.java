package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

class RtpReceiverTest {

  private final List<Integer> delivered = new ArrayList<>();
  private final List<Integer> gapsBefore = new ArrayList<>();
  private RtpReceiver receiver = newReceiver();
  private final RtpBuilder rtp = new RtpBuilder();

  /** jqwik runs all tries of a property on one object. */
  @BeforeTry
  void forgetWhatWasBefore() {
    delivered.clear();
    gapsBefore.clear();
    receiver = newReceiver();
  }

  private RtpReceiver newReceiver() {
    return new RtpReceiver(
        RtpBuilder.PAYLOAD_TYPE,
        90_000,
        new RtpSink() {
          @Override
          public void onPacket(RtpPacket packet, long receivedNanos) {
            delivered.add(packet.payloadByte(0));
          }

          @Override
          public void onGap() {
            gapsBefore.add(delivered.size());
          }
        });
  }

  private void receive(ByteBuf packet) {
    receiver.receive(packet, 0);
    packet.release();
  }

  @Test
  void handsOnInOrderOverTheWrap() {
    for (int i = 0; i < 20; i++) {
      receive(rtp.packet(false, i));
    }

    assertThat(delivered).hasSize(20).isSorted();
    assertThat(receiver.statistics().lost()).isZero();
  }

  @Test
  void tellsAGapOnceTheWindowIsPassed() {
    receive(rtp.packet(false, 0));
    rtp.skip(1);
    for (int i = 2; i < 2 + RtpReceiver.WINDOW - 1; i++) {
      receive(rtp.packet(false, i));
    }
    assertThat(delivered).as("the missing one may still come").containsExactly(0);

    receive(rtp.packet(false, 99));

    assertThat(delivered).hasSize(RtpReceiver.WINDOW + 1).endsWith(99);
    assertThat(gapsBefore).containsExactly(1);
    assertThat(receiver.statistics().lost()).isEqualTo(1);
  }

  @Test
  void dropsWhatComesTwiceOrTooLate() {
    receive(rtp.sequence(10).packet(false, 0));
    receive(rtp.sequence(12).packet(false, 2));
    receive(rtp.sequence(12).packet(false, 2));
    receive(rtp.sequence(11).packet(false, 1));
    receive(rtp.sequence(9).packet(false, 9));

    assertThat(delivered).containsExactly(0, 1, 2);
    assertThat(receiver.statistics().late()).isEqualTo(2);
  }

  @Test
  void believesTwoPacketsOfAnotherSequenceButNoSingleOne() {
    receive(rtp.sequence(10).packet(false, 0));
    receive(rtp.sequence(30_000).packet(false, 77));
    receive(rtp.sequence(11).packet(false, 1));
    receive(rtp.sequence(30_000).packet(false, 2));
    receive(rtp.packet(false, 3));

    assertThat(delivered).containsExactly(0, 1, 2, 3);
    assertThat(receiver.statistics().jumps()).isEqualTo(1);
    assertThat(gapsBefore).containsExactly(2);
  }

  @Test
  void beginsAnewWithAnotherSource() {
    receive(rtp.sequence(10).packet(false, 0));
    receive(rtp.sequence(12).packet(false, 1));
    receive(rtp.source(8).sequence(500).packet(false, 2));
    receive(rtp.packet(false, 3));

    assertThat(delivered).containsExactly(0, 1, 2, 3);
    assertThat(gapsBefore).containsExactly(1, 2);
    assertThat(receiver.statistics().sourceChanges()).isEqualTo(1);
    assertThat(receiver.ssrc()).isEqualTo(8);
  }

  @Test
  void countsWhatIsNoPacketOfTheTrack() {
    ByteBuf foreign = rtp.packet(false, 1);
    foreign.setByte(1, 97);
    receive(foreign);
    receive(rtp.packet(false, 1).setByte(0, 0));

    assertThat(delivered).isEmpty();
    assertThat(receiver.statistics().foreign()).isEqualTo(1);
    assertThat(receiver.statistics().malformed()).isEqualTo(1);
  }

  @Test
  void measuresJitterAsTheStandardDoes() {
    receiver.receive(rtp.at(0).packet(false, 0), 0);
    receiver.receive(rtp.at(900).packet(false, 0), 26_000_000);

    // 26 ms after 10 ms worth of clock: 16 ms too late, of which a sixteenth counts.
    assertThat(receiver.statistics().jitter()).isEqualTo(90);
  }

  @Property
  void anyOrderWithinTheWindowComesOutSorted(@ForAll long seed, @ForAll @IntRange(max = 3) int at) {
    List<ByteBuf> packets = new ArrayList<>();
    rtp.sequence(65_536 - 20 * at);
    for (int i = 0; i < 120; i++) {
      packets.add(rtp.packet(false, i));
    }
    for (ByteBuf packet : displaced(packets, new Random(seed))) {
      receive(packet);
    }

    assertThat(delivered).hasSize(120).isSorted();
    assertThat(gapsBefore).isEmpty();
  }

  /** The first stays; each other one comes less than a window away from its place. */
  private static List<ByteBuf> displaced(List<ByteBuf> packets, Random random) {
    List<ByteBuf> result = new ArrayList<>();
    result.add(packets.get(0));
    for (int i = 1; i < packets.size(); i += RtpReceiver.WINDOW) {
      List<ByteBuf> block =
          new ArrayList<>(packets.subList(i, Math.min(i + RtpReceiver.WINDOW, packets.size())));
      Collections.shuffle(block, random);
      result.addAll(block);
    }
    return result;
  }

  @Property
  void anyOrderAndLossNeverGoesBackNorTwice(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int spread) {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      receive(rtp.sequence(40_000 + i + random.nextInt(spread)).packet(false, i & 0xff));
    }
    RtpStatistics statistics = receiver.statistics();

    assertThat(statistics.received()).isEqualTo(250);
    assertThat(delivered.size() + statistics.late()).isLessThanOrEqualTo(250);
  }
}
