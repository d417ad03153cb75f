package io.sharpeyes.device.rtsp;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.util.ReferenceCountUtil;

/** Fuzzing: what a camera answers, in two segments, and the challenges that are in it. */
public final class RtspFramesFuzz {

  private RtspFramesFuzz() {}

  /** The first byte says where the segments part. */
  public static void fuzzerTestOneInput(byte[] data) {
    EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer(65_536));
    int cut = data.length == 0 ? 0 : Math.min(data.length, data[0] & 0xFF);
    int start = Math.min(1, cut);
    try {
      channel.writeInbound(Unpooled.copiedBuffer(data, start, cut - start));
      channel.writeInbound(Unpooled.copiedBuffer(data, cut, data.length - cut));
    } catch (RtspException | CodecException told) {
      // The connection ends with it.
    } finally {
      for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
        ReferenceCountUtil.release(frame);
      }
      try {
        channel.finishAndReleaseAll();
      } catch (RtspException | CodecException atTheEnd) {
        // What was cut off.
      }
    }
  }
}
