package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** What both codecs' fuzzing shares. */
final class RtpFuzz {

  private RtpFuzz() {}

  static void take(VideoCodec codec, byte[] data) {
    VideoReceiver receiver =
        new VideoReceiver(codec, 96, 90_000, null, new MediaClock(), unit -> check(codec, unit));
    ByteBuffer packets = ByteBuffer.wrap(data);
    long nanos = 0;
    while (packets.remaining() >= 2) {
      int size = Math.min(packets.remaining() - 2, Short.toUnsignedInt(packets.getShort()) % 2_048);
      ByteBuf packet = Unpooled.wrappedBuffer(data, packets.position(), size);
      receiver.onRtp(packet, nanos);
      receiver.onRtcp(Unpooled.wrappedBuffer(data, packets.position(), size), nanos);
      packets.position(packets.position() + size);
      nanos += 30_000_000;
    }
  }

  private static void check(VideoCodec codec, AccessUnit unit) {
    ByteBuffer slices = ByteBuffer.wrap(unit.data());
    while (slices.hasRemaining()) {
      int size = slices.getInt();
      if (size <= codec.headerBytes() || size > slices.remaining()) {
        throw new AssertionError("a picture with a broken slice");
      }
      slices.position(slices.position() + size);
    }
  }
}
