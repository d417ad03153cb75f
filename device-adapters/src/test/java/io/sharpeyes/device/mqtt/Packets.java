package io.sharpeyes.device.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** MQTT packets written byte by byte, good ones and bad ones. */
final class Packets {

  static final byte[] PINGREQ = hex("c000");
  static final byte[] DISCONNECT = hex("e000");

  private Packets() {}

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Fixed header, then the parts. */
  static byte[] packet(int firstByte, byte[]... parts) {
    byte[] body = join(parts);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(firstByte);
    packet.writeBytes(varint(body.length));
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  static byte[] varint(int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int rest = value;
    do {
      int digit = rest & 0x7F;
      rest >>= 7;
      bytes.write(rest > 0 ? digit | 0x80 : digit);
    } while (rest > 0);
    return bytes.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] text(String value) {
    return binary(value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] binary(byte... bytes) {
    return join(u16(bytes.length), bytes);
  }

  static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] properties(byte[]... properties) {
    byte[] all = join(properties);
    return join(varint(all.length), all);
  }

  static byte[] connect3(String device, String clientId, boolean clean) {
    return packet(
        0x10,
        text("MQTT"),
        u8(4),
        u8(clean ? 0xC2 : 0xC0),
        u16(60),
        text(clientId),
        text(device),
        text(TestServer.PASSWORD));
  }

  static byte[] connect5(String device, String clientId, boolean clean, byte[]... properties) {
    return packet(
        0x10,
        text("MQTT"),
        u8(5),
        u8(clean ? 0xC2 : 0xC0),
        u16(60),
        properties(properties),
        text(clientId),
        text(device),
        text(TestServer.PASSWORD));
  }

  static byte[] connect(int level, String device, String clientId) {
    return level == 5 ? connect5(device, clientId, true) : connect3(device, clientId, true);
  }

  static byte[] publish(int level, int qos, int packetId, String topic, String payload) {
    return packet(
        0x30 | qos << 1,
        text(topic),
        qos == 0 ? new byte[0] : u16(packetId),
        level == 5 ? u8(0) : new byte[0],
        payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] press(int level, int qos, int packetId, String device) {
    return publish(level, qos, packetId, "sharpeyes/v1/" + device + "/alarm", "");
  }

  static byte[] subscribe(int level, int packetId, String filter, int options) {
    return packet(0x82, u16(packetId), level == 5 ? u8(0) : new byte[0], text(filter), u8(options));
  }
}
