package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * One RTP packet (RFC 3550 §5.1), read in place: it is valid only as long as its buffer is.
 *
 * @param buffer holds the packet
 * @param payloadOffset absolute index of the payload in the buffer
 * @param payloadLength bytes, without padding
 * @param payloadType 0 to 127
 * @param marker the marker bit
 * @param sequence 0 to 65535
 * @param timestamp 0 to 2^32 - 1, in units of the payload's clock
 * @param ssrc the synchronization source
 */
public record RtpPacket(
    ByteBuf buffer,
    int payloadOffset,
    int payloadLength,
    int payloadType,
    boolean marker,
    int sequence,
    long timestamp,
    int ssrc) {

  private static final int HEADER_BYTES = 12;

  /**
   * Reads the readable bytes as a packet; the reader index stays.
   *
   * @return null if they are no RTP packet of version 2, or one whose lengths contradict each other
   */
  public static @Nullable RtpPacket parse(ByteBuf buffer) {
    int start = buffer.readerIndex();
    int end = buffer.writerIndex();
    if (end - start < HEADER_BYTES) {
      return null;
    }
    int first = buffer.getUnsignedByte(start);
    if (first >> 6 != 2) {
      return null;
    }
    int payload = start + HEADER_BYTES + 4 * (first & 0x0f);
    if ((first & 0x10) != 0) {
      if (payload + 4 > end) {
        return null;
      }
      payload += 4 + 4 * buffer.getUnsignedShort(payload + 2);
    }
    int padding = (first & 0x20) != 0 ? buffer.getUnsignedByte(end - 1) : 0;
    boolean emptyPadding = (first & 0x20) != 0 && padding == 0;
    if (emptyPadding || payload + padding > end) {
      return null;
    }
    return new RtpPacket(
        buffer,
        payload,
        end - padding - payload,
        buffer.getByte(start + 1) & 0x7f,
        buffer.getByte(start + 1) < 0,
        buffer.getUnsignedShort(start + 2),
        buffer.getUnsignedInt(start + 4),
        buffer.getInt(start + 8));
  }

  /** Reads one byte of the payload. */
  int payloadByte(int index) {
    return buffer.getUnsignedByte(payloadOffset + index);
  }

  /** Reads two bytes of the payload. */
  int payloadShort(int index) {
    return buffer.getUnsignedShort(payloadOffset + index);
  }

  /** Copies the payload, so that the packet outlives its buffer. */
  RtpPacket copy() {
    byte[] payload = new byte[payloadLength];
    buffer.getBytes(payloadOffset, payload);
    return new RtpPacket(
        Unpooled.wrappedBuffer(payload),
        0,
        payloadLength,
        payloadType,
        marker,
        sequence,
        timestamp,
        ssrc);
  }
}
