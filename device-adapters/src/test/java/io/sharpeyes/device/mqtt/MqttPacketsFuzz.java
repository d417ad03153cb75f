package io.sharpeyes.device.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.util.ReferenceCountUtil;

/** Fuzzing: bytes of a device, in two segments, through both of the gateway's MQTT decoders. */
public final class MqttPacketsFuzz {

  private static final int MAX_PACKET = 9_216;

  private MqttPacketsFuzz() {}

  /** The first byte says where the segments part. Anything but a violation of MQTT is a fault. */
  public static void fuzzerTestOneInput(byte[] data) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new MqttFrameDecoder(MAX_PACKET), new MqttDecoder(MAX_PACKET, 65_535));
    int cut = data.length == 0 ? 0 : Math.min(data.length, data[0] & 0xFF);
    try {
      channel.writeInbound(Unpooled.copiedBuffer(data, Math.min(1, cut), cut - Math.min(1, cut)));
      channel.writeInbound(Unpooled.copiedBuffer(data, cut, data.length - cut));
    } catch (CodecException told) {
      // The connection ends with it.
    } finally {
      for (Object packet = channel.readInbound(); packet != null; packet = channel.readInbound()) {
        ReferenceCountUtil.release(packet);
      }
      try {
        channel.finishAndReleaseAll();
      } catch (CodecException atTheEnd) {
        // What was cut off.
      }
    }
  }
}
