package io.sharpeyes.device.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * Reads the fields of one packet without consuming them, and throws {@link MqttViolation} where one
 * is missing or badly formed (MQTT 5.0 §1.5).
 */
final class PacketCursor {

  private final ByteBuf bytes;
  private final int end;
  private int at;

  PacketCursor(ByteBuf bytes, int start, int length) {
    this.bytes = bytes;
    this.at = start;
    this.end = start + length;
  }

  int remaining() {
    return end - at;
  }

  int position() {
    return at;
  }

  int oneByte() {
    need(1);
    return bytes.getUnsignedByte(at++);
  }

  int twoBytes() {
    need(2);
    int value = bytes.getUnsignedShort(at);
    at += 2;
    return value;
  }

  long fourBytes() {
    need(4);
    long value = bytes.getUnsignedInt(at);
    at += 4;
    return value;
  }

  /** MQTT 5.0 §1.5.5; the shortest form is obligatory [MQTT-1.5.5-1]. */
  int variableByteInteger() {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = oneByte();
      value |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        if (digit == 0 && shift > 0) {
          throw MqttViolation.malformed("a variable byte integer is longer than it needs to be");
        }
        return value;
      }
    }
    throw MqttViolation.malformed("a variable byte integer has more than 4 bytes");
  }

  /** Skips binary data (§1.5.6) and gives its length. */
  int binary() {
    int length = twoBytes();
    need(length);
    at += length;
    return length;
  }

  /** Skips a UTF-8 string (§1.5.4), checks it and gives its length in bytes. */
  int text() {
    int length = twoBytes();
    need(length);
    checkUtf8(at, at + length);
    at += length;
    return length;
  }

  /** Skips a topic name (§4.7): a string without wildcards; gives its length in bytes. */
  int topicName() {
    int length = text();
    for (int i = at - length; i < at; i++) {
      byte character = bytes.getByte(i);
      if (character == '+' || character == '#') {
        throw MqttViolation.malformed("a topic name has a wildcard");
      }
    }
    return length;
  }

  /** Skips a topic filter (§4.7.1); true if it is a shared subscription (§4.8.2). */
  boolean topicFilter() {
    int length = text();
    if (length == 0) {
      throw MqttViolation.malformed("a topic filter is empty");
    }
    for (int i = at - length; i < at; i++) {
      byte character = bytes.getByte(i);
      boolean first = i == at - length || bytes.getByte(i - 1) == '/';
      boolean last = i == at - 1 || bytes.getByte(i + 1) == '/';
      if ((character == '+' && !(first && last)) || (character == '#' && !(first && i == at - 1))) {
        throw MqttViolation.malformed("a wildcard in a topic filter does not stand alone");
      }
    }
    return length > 7
        && bytes.getByte(at - length) == '$'
        && "$share/"
            .contentEquals(
                bytes.getCharSequence(at - length, 7, java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** A cursor over the next bytes, which this one skips. */
  PacketCursor sub(int length) {
    need(length);
    PacketCursor sub = new PacketCursor(bytes, at, length);
    at += length;
    return sub;
  }

  void mustBeAtEnd() {
    if (at != end) {
      throw MqttViolation.malformed(remaining() + " bytes follow the last field of a packet");
    }
  }

  private void need(int length) {
    if (end - at < length) {
      throw MqttViolation.malformed("a field goes beyond the end of its packet");
    }
  }

  /** RFC 3629, without U+0000 [MQTT-1.5.4-1], [MQTT-1.5.4-2]. */
  private void checkUtf8(int from, int to) {
    int i = from;
    while (i < to) {
      int lead = bytes.getByte(i);
      if (lead > 0) {
        i++;
      } else {
        i += checkedMultiByte(lead & 0xFF, i, to);
      }
    }
  }

  private int checkedMultiByte(int lead, int i, int to) {
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > to) {
      throw MqttViolation.malformed("a string is not UTF-8, or has U+0000");
    }
    int second = bytes.getByte(i + 1) & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    boolean good = second >= least && second <= most;
    for (int k = 2; k < length; k++) {
      good &= (bytes.getByte(i + k) & 0xC0) == 0x80;
    }
    if (!good) {
      throw MqttViolation.malformed("a string is not UTF-8");
    }
    return length;
  }
}
