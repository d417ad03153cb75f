package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares what comes out of captured RTP with the streams that went in, byte by byte. */
class VideoReceiverGoldenTest {

  @ParameterizedTest
  @CsvSource({
    "H264, baseline.h264, baseline-ffmpeg.rtp, 40, 4",
    "H264, baseline.h264, baseline-gstreamer.rtp, 40, 4",
    "H264, bframes.h264, bframes-ffmpeg.rtp, 40, 2",
    "H264, smaller.h264, smaller-gstreamer.rtp, 20, 2",
    "H265, open.h265, open-ffmpeg.rtp, 40, 2",
    "H265, open.h265, open-gstreamer.rtp, 40, 2",
  })
  void theSlicesAreThoseOfTheStream(
      VideoCodec codec, String stream, String rtp, int pictures, int keyFrames) {
    List<AccessUnit> units = new ArrayList<>();
    List<byte[]> nalUnits = Samples.nalUnits(stream);
    VideoReceiver receiver =
        new VideoReceiver(
            codec, 96, 90_000, ParameterSets.of(codec, nalUnits), new MediaClock(), units::add);

    receiveAll(receiver, Samples.rtp(rtp));

    assertThat(units).hasSize(pictures);
    assertThat(units).filteredOn(AccessUnit::isKey).hasSize(keyFrames);
    assertThat(units.get(0).isKey()).isTrue();
    assertThat(units.get(0).parameterSets()).isEqualTo(ParameterSets.of(codec, nalUnits));
    assertThat(slices(units)).containsExactlyElementsOf(slices(codec, nalUnits));
    assertThat(receiver.problem()).isEmpty();
    assertThat(receiver.counters().dropped()).isZero();
    assertThat(receiver.counters().timestampJumps()).isZero();
  }

  /** The last picture of a stream without a marker at its end comes with the next one. */
  private static void receiveAll(VideoReceiver receiver, List<byte[]> packets) {
    long nanos = 0;
    for (byte[] packet : packets) {
      ByteBuf buffer = Unpooled.wrappedBuffer(packet);
      receiver.onRtp(buffer, nanos += 10_000_000);
      assertThat(buffer.refCnt()).isEqualTo(1);
    }
  }

  private static List<ByteBuffer> slices(List<AccessUnit> units) {
    List<ByteBuffer> slices = new ArrayList<>();
    for (AccessUnit unit : units) {
      ByteBuffer data = ByteBuffer.wrap(unit.data());
      while (data.hasRemaining()) {
        byte[] slice = new byte[data.getInt()];
        data.get(slice);
        slices.add(ByteBuffer.wrap(slice));
      }
    }
    return slices;
  }

  private static List<ByteBuffer> slices(VideoCodec codec, List<byte[]> nalUnits) {
    return nalUnits.stream()
        .filter(nal -> codec.isSlice(codec.nalType(nal[0])))
        .map(ByteBuffer::wrap)
        .toList();
  }
}
