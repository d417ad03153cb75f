package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of streams that are damaged, odd or hostile; packets built by hand. */
class VideoReceiverTest {

  private static final int[] SPS = {
    0x67, 0x42, 0xc0, 0x0c, 0xda, 0x05, 0x06, 0x7e, 0x7c, 0x04, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40,
    0x00, 0x00, 0x05, 0x03, 0xc5, 0x0a, 0xa8
  };
  private static final int[] OTHER_SPS = {
    0x67, 0x4d, 0x40, 0x0b, 0xda, 0x04, 0x04, 0xec, 0x04, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40, 0x00,
    0x00, 0x05, 0x03, 0xc5, 0x0a, 0xa8
  };
  private static final int[] PPS = {0x68, 0xce, 0x38, 0x80};
  private static final int[] IDR = {0x65, 0x88, 0x01};
  private static final int[] P = {0x41, 0x9a, 0x02};
  private static final int[] P_SECOND_SLICE = {0x41, 0x1a, 0x02};
  private static final int[] SEI = {0x06, 0x05, 0x01};
  private static final int[] AUD = {0x09, 0xf0};

  private final List<AccessUnit> units = new ArrayList<>();
  private final RtpBuilder rtp = new RtpBuilder();
  private VideoReceiver receiver = h264(null);
  private long nanos;

  private VideoReceiver h264(@org.jspecify.annotations.Nullable ParameterSets sets) {
    return new VideoReceiver(
        VideoCodec.H264, RtpBuilder.PAYLOAD_TYPE, 90_000, sets, new MediaClock(), units::add);
  }

  private void receive(ByteBuf packet) {
    receiver.onRtp(packet, nanos += 1_000_000);
  }

  private void key(long timestamp) {
    receive(rtp.at(timestamp).packet(false, SPS));
    receive(rtp.packet(false, PPS));
    receive(rtp.packet(true, IDR));
  }

  private void picture(long timestamp) {
    receive(rtp.at(timestamp).packet(true, P));
  }

  private List<Long> timestamps() {
    return units.stream().map(AccessUnit::rtpTimestamp).toList();
  }

  @Test
  void delimitersAndMessagesAreLeftOut() {
    receive(rtp.at(0).packet(false, AUD));
    receive(rtp.packet(false, SEI));
    key(0);

    assertThat(units).hasSize(1);
    assertThat(units.get(0).data()).containsExactly(0, 0, 0, 3, 0x65, 0x88, 1);
  }

  @Test
  void parameterSetsMayComeApartWithTheirOwnMarkers() {
    receive(rtp.at(0).packet(true, SPS));
    receive(rtp.packet(true, PPS));
    receive(rtp.packet(true, IDR));
    receive(rtp.at(3600).packet(true, SPS));
    receive(rtp.at(3600).packet(true, PPS));
    receive(rtp.at(7200).packet(true, IDR));

    assertThat(timestamps()).containsExactly(0L, 7200L);
    assertThat(units.get(0).parameterSets()).isSameAs(units.get(1).parameterSets());
  }

  @Test
  void withoutMarkersAnotherTimestampEndsThePicture() {
    receive(rtp.at(0).packet(false, SPS));
    receive(rtp.packet(false, PPS));
    receive(rtp.packet(false, IDR));
    receive(rtp.at(3600).packet(false, P));
    receive(rtp.packet(false, P_SECOND_SLICE));
    receive(rtp.at(7200).packet(false, P));

    assertThat(timestamps()).containsExactly(0L, 3600L);
    assertThat(units.get(1).data()).hasSize(2 * 7);
  }

  @Test
  void markersOnEachSliceAreSeenThroughFromTheNextKeyFrameOn() {
    key(0);
    receive(rtp.at(3600).packet(true, P));
    receive(rtp.packet(true, P_SECOND_SLICE));
    key(7200);
    receive(rtp.at(10_800).packet(true, P));
    receive(rtp.packet(true, P_SECOND_SLICE));
    picture(14_400);

    assertThat(timestamps()).containsExactly(0L, 3600L, 7200L, 10_800L);
    assertThat(units.get(3).data()).hasSize(2 * 7);
  }

  @Test
  void aLostPacketDropsEverythingUpToTheNextKeyFrame() {
    key(0);
    rtp.skip(1);
    for (int i = 1; i <= 40; i++) {
      picture(i * 3600L);
    }
    key(50 * 3600L);
    picture(51 * 3600L);

    assertThat(timestamps()).containsExactly(0L, 50 * 3600L, 51 * 3600L);
    assertThat(receiver.counters().rtp().lost()).isEqualTo(1);
    assertThat(receiver.counters().dropped()).isEqualTo(40);
  }

  @Test
  void aLostFragmentDropsThePicture() {
    key(0);
    receive(rtp.at(3600).packet(false, 0x7c, 0x85, 0x88, 1));
    receive(rtp.packet(false, 0x7c, 0x05, 2));
    receive(rtp.packet(true, 0x7c, 0x45, 3));
    receive(rtp.at(7200).packet(false, 0x7c, 0x85, 0x88, 1));
    rtp.skip(1);
    receive(rtp.packet(true, 0x7c, 0x45, 3));
    for (int i = 0; i < RtpReceiver.WINDOW; i++) {
      picture(10_800 + i);
    }

    assertThat(timestamps()).containsExactly(0L, 3600L);
    assertThat(units.get(1).data()).containsExactly(0, 0, 0, 5, 0x65, 0x88, 1, 2, 3);
  }

  @Test
  void fragmentsOutOfPlaceAreDamage() {
    key(0);
    receive(rtp.at(1).packet(true, 0x7c, 0x45, 3));
    key(2);
    receive(rtp.at(3).packet(false, 0x7c, 0x85, 0x88, 1));
    receive(rtp.packet(true, P));
    key(4);
    receive(rtp.at(5).packet(true, 0x7c, 0x85, 0x88, 1));
    key(6);
    receive(rtp.at(7).packet(true, 0x7c, 0x85));

    assertThat(timestamps()).containsExactly(0L, 2L, 4L, 6L);
    assertThat(receiver.counters().dropped()).isEqualTo(4);
    assertThat(receiver.counters().damages()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aggregatesAreTakenApartAndTheirSizesChecked() {
    byte[] aggregate =
        ByteBuffer.allocate(1 + 2 + SPS.length + 2 + PPS.length + 2 + IDR.length)
            .put((byte) 0x78)
            .putShort((short) SPS.length)
            .put(bytes(SPS))
            .putShort((short) PPS.length)
            .put(bytes(PPS))
            .putShort((short) IDR.length)
            .put(bytes(IDR))
            .array();
    receive(rtp.at(0).packet(true, aggregate));
    receive(rtp.at(1).packet(true, 0x78, 0, 9, 0x41, 0x9a));

    assertThat(timestamps()).containsExactly(0L);
    assertThat(receiver.problem()).contains("STAP-A");
  }

  @Test
  void payloadsOfTheInterleavedModeAreRefusedByName() {
    key(0);
    for (int type : new int[] {25, 26, 27, 29}) {
      receive(rtp.at(type).packet(true, 0x60 | type, 0, 0, 1, 2));
    }

    assertThat(receiver.counters().unsupported()).isEqualTo(4);
    assertThat(receiver.problem()).contains("type 29");
    assertThat(units).hasSize(1);
  }

  @Test
  void changedParameterSetsTakeEffectAtAKeyFrame() {
    key(0);
    receive(rtp.at(3600).packet(false, OTHER_SPS));
    receive(rtp.packet(true, P));
    picture(7200);
    receive(rtp.at(10_800).packet(true, IDR));

    assertThat(timestamps()).containsExactly(0L, 10_800L);
    assertThat(units.get(1).parameterSets()).isNotEqualTo(units.get(0).parameterSets());
    assertThat(receiver.counters().parameterSetChanges()).isEqualTo(1);
  }

  @Test
  void theDescriptionsParameterSetsServeUntilOthersCome() {
    receiver = h264(ParameterSets.of(VideoCodec.H264, List.of(bytes(SPS), bytes(PPS), bytes(IDR))));
    receive(rtp.at(0).packet(true, IDR));

    assertThat(units).hasSize(1);
  }

  @Test
  void withoutParameterSetsNothingIsHandedOnAndTheReasonIsTold() {
    receive(rtp.at(0).packet(true, IDR));

    assertThat(units).isEmpty();
    assertThat(receiver.problem()).contains("no parameter sets");
  }

  @Test
  void parameterSetsThatCannotBeReadAreTold() {
    receive(rtp.at(0).packet(false, 0x67, 0x42, 0xc0, 0x0c, 0xda));
    receive(rtp.packet(false, PPS));
    receive(rtp.packet(true, IDR));

    assertThat(units).isEmpty();
    assertThat(receiver.problem()).contains("can't be read");
    key(3600);
    assertThat(units).hasSize(1);
  }

  @Test
  void aPictureBeyondTheBoundIsDroppedAndNamed() {
    key(0);
    byte[] fragment = new byte[60_000];
    Arrays.fill(fragment, (byte) 1);
    fragment[0] = 0x7c;
    fragment[1] = (byte) 0x85;
    receive(rtp.at(3600).packet(false, fragment));
    fragment[1] = 0x05;
    for (int i = 0; i < 100; i++) {
      receive(rtp.packet(false, fragment));
    }
    key(7200);

    assertThat(timestamps()).containsExactly(0L, 7200L);
    assertThat(receiver.counters().oversized()).isEqualTo(1);
    assertThat(receiver.counters().dropped()).isEqualTo(1);
  }

  @Test
  void aStreamWithoutKeyFrameHandsOnNothing() {
    receive(rtp.at(0).packet(false, SPS));
    receive(rtp.packet(false, PPS));
    for (int i = 1; i < 100; i++) {
      picture(i);
    }

    assertThat(units).isEmpty();
    assertThat(receiver.counters().keyFrames()).isZero();
    assertThat(receiver.counters().dropped()).isEqualTo(99);
  }

  @Test
  void leadingPicturesOfAnOpenGroupAreDroppedAfterLoss() {
    List<byte[]> packets = Samples.rtp("open-gstreamer.rtp");
    receiver = new VideoReceiver(VideoCodec.H265, 96, 90_000, null, new MediaClock(), units::add);
    for (int i = 0; i < packets.size(); i++) {
      if (i != 50) {
        receive(io.netty.buffer.Unpooled.wrappedBuffer(packets.get(i)));
      }
    }

    List<Boolean> keys = units.stream().map(AccessUnit::isKey).toList();
    int second = keys.lastIndexOf(true);
    assertThat(keys.indexOf(true)).isNotEqualTo(second);
    // Shown before the key frame means that it would build on what was lost.
    assertThat(units.subList(second, units.size()))
        .allMatch(unit -> unit.time() >= units.get(second).time());
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
