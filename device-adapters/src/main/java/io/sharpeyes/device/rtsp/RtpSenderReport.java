package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An RTCP sender report (RFC 3550 §6.4.1): which moment of the camera's clock an RTP timestamp is.
 *
 * @param ssrc the source that it speaks for
 * @param ntpTimestamp 32 bits of seconds since 1900, 32 bits of fraction
 * @param rtpTimestamp the same moment on the clock of the RTP timestamps
 */
record RtpSenderReport(int ssrc, long ntpTimestamp, long rtpTimestamp) {

  private static final int TYPE = 200;
  private static final int HEADER_BYTES = 28;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  /** RTCP packets looked at in one compound packet; a real one has two or three. */
  private static final int MAX_PACKETS = 16;

  /** Finds the sender report in a compound RTCP packet, or returns null. */
  static @Nullable RtpSenderReport parse(ByteBuf compound) {
    int at = compound.readerIndex();
    for (int i = 0; i < MAX_PACKETS && at + 4 <= compound.writerIndex(); i++) {
      int length = 4 + 4 * compound.getUnsignedShort(at + 2);
      boolean broken = compound.getUnsignedByte(at) >> 6 != 2;
      if (broken || at + length > compound.writerIndex()) {
        return null;
      }
      if (compound.getUnsignedByte(at + 1) == TYPE && length >= HEADER_BYTES) {
        return new RtpSenderReport(
            compound.getInt(at + 4), compound.getLong(at + 8), compound.getUnsignedInt(at + 16));
      }
      at += length;
    }
    return null;
  }

  /** The middle 32 bits of the NTP timestamp, as a receiver report returns them. */
  int middle() {
    return (int) (ntpTimestamp >>> 16);
  }

  /** The moment by the camera's clock, or null if the camera says that it has none (0). */
  @Nullable Instant cameraTime() {
    if (ntpTimestamp == 0) {
      return null;
    }
    // Era 1 begins in February 2036; a small number of seconds can only be of it.
    long seconds = ntpTimestamp >>> 32;
    long sinceEra0 = seconds < 0x8000_0000L ? seconds + 0x1_0000_0000L : seconds;
    long nanos = ((ntpTimestamp & 0xffff_ffffL) * 1_000_000_000L) >>> 32;
    return Instant.ofEpochSecond(sinceEra0 - SECONDS_1900_TO_1970, nanos);
  }
}
