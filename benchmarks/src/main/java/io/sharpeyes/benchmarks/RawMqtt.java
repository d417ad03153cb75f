package io.sharpeyes.benchmarks;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** MQTT 3.1.1 packets by hand, for those who don't behave. */
final class RawMqtt {

  private RawMqtt() {}

  static Buffer connect(String device, String secret) {
    return connect(device, secret, 60);
  }

  /** With a keep-alive of so many seconds. */
  static Buffer connect(String device, String secret, int keepAliveS) {
    Buffer body =
        text("MQTT")
            .appendByte((byte) 4)
            .appendByte((byte) 0xC2)
            .appendShort((short) keepAliveS)
            .appendBuffer(text(device))
            .appendBuffer(text(device))
            .appendBuffer(text(secret));
    return packet(0x10, body);
  }

  /** With QoS 0. */
  static Buffer publish(String topic, String payload) {
    return packet(0x30, text(topic).appendBytes(payload.getBytes(StandardCharsets.UTF_8)));
  }

  /** With QoS 1. */
  static byte[] publish(String topic, String payload, int packetId) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    byte[] content = payload.getBytes(StandardCharsets.UTF_8);
    int body = name.length + content.length + 4;
    ByteBuffer packet = ByteBuffer.allocate(body + 3).put((byte) 0x32);
    if (body < 128) {
      packet.put((byte) body);
    } else {
      packet.put((byte) ((body & 0x7F) | 0x80)).put((byte) (body >> 7));
    }
    packet.putShort((short) name.length).put(name).putShort((short) packetId).put(content);
    return Arrays.copyOf(packet.array(), packet.position());
  }

  private static Buffer packet(int type, Buffer body) {
    Buffer packet = Buffer.buffer(body.length() + 4).appendByte((byte) type);
    int left = body.length();
    do {
      int seven = left & 0x7F;
      left >>>= 7;
      packet.appendByte((byte) (left > 0 ? seven | 0x80 : seven));
    } while (left > 0);
    return packet.appendBuffer(body);
  }

  private static Buffer text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer().appendShort((short) bytes.length).appendBytes(bytes);
  }
}
