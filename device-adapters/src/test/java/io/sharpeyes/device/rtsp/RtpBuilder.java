package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Builds RTP packets by hand, with sequence numbers that rise by themselves. */
final class RtpBuilder {

  static final int PAYLOAD_TYPE = 96;

  private int sequence = 65_530;
  private int ssrc = 7;
  private long timestamp = 1000;

  RtpBuilder at(long newTimestamp) {
    timestamp = newTimestamp & 0xffff_ffffL;
    return this;
  }

  RtpBuilder source(int newSsrc) {
    ssrc = newSsrc;
    return this;
  }

  RtpBuilder sequence(int newSequence) {
    sequence = newSequence & 0xffff;
    return this;
  }

  RtpBuilder skip(int packets) {
    return sequence(sequence + packets);
  }

  ByteBuf packet(boolean marker, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return packet(marker, bytes);
  }

  ByteBuf packet(boolean marker, byte[] payload) {
    ByteBuf out = Unpooled.buffer(12 + payload.length);
    out.writeByte(0x80).writeByte((marker ? 0x80 : 0) | PAYLOAD_TYPE).writeShort(sequence);
    out.writeInt((int) timestamp).writeInt(ssrc).writeBytes(payload);
    sequence = (sequence + 1) & 0xffff;
    return out;
  }
}
