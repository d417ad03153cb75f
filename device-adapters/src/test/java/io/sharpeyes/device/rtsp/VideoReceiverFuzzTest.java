package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever a camera sends: no crash, no broken picture, nothing without bound. */
class VideoReceiverFuzzTest {

  private static final List<byte[]> H264 = Samples.rtp("baseline-gstreamer.rtp");
  private static final List<byte[]> H265 = Samples.rtp("open-gstreamer.rtp");

  private static VideoReceiver receiver(VideoCodec codec) {
    return new VideoReceiver(
        codec, 96, 90_000, null, new MediaClock(), unit -> assertWellFormed(codec, unit));
  }

  private static void assertWellFormed(VideoCodec codec, AccessUnit unit) {
    ByteBuffer data = ByteBuffer.wrap(unit.data());
    assertThat(data.remaining()).isBetween(5, VideoReceiver.MAX_PICTURE_BYTES);
    while (data.hasRemaining()) {
      int size = data.getInt();
      assertThat(size).isBetween(codec.headerBytes() + 1, data.remaining());
      assertThat(codec.isSlice(codec.nalType(data.get(data.position())))).isTrue();
      data.position(data.position() + size);
    }
  }

  @Property
  void arbitraryPayloads(
      @ForAll VideoCodec codec, @ForAll @Size(max = 50) List<@Size(max = 40) byte[]> payloads) {
    VideoReceiver receiver = receiver(codec);
    RtpBuilder rtp = new RtpBuilder();
    for (byte[] payload : payloads) {
      long timestamp = payload.length > 3 ? payload[3] / 32 : 0;
      receiver.onRtp(rtp.at(timestamp).packet(payload.length % 3 == 0, payload), 0);
    }
    assertThat(receiver.counters().rtp().malformed()).isZero();
  }

  @Property
  void damagedStreams(@ForAll VideoCodec codec, @ForAll long seed) {
    Random random = new Random(seed);
    VideoReceiver receiver = receiver(codec);
    for (byte[] original : codec == VideoCodec.H264 ? H264 : H265) {
      byte[] packet = original.clone();
      for (int i = random.nextInt(3); i > 0; i--) {
        packet[random.nextInt(Math.min(packet.length, 20))] = (byte) random.nextInt();
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(packet.length) : packet.length;
      receiver.onRtp(Unpooled.wrappedBuffer(packet, 0, length), random.nextInt(1_000_000));
      receiver.onRtcp(Unpooled.wrappedBuffer(packet, 0, length), 0);
    }
    assertThat(receiver.counters().rtp().received()).isPositive();
  }
}
