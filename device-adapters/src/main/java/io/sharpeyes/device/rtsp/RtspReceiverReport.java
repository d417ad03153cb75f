package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What one track's receiver tells the camera about the packets that came (RFC 3550 §6.4.2, §A.3,
 * §A.8). One thread.
 */
final class RtspReceiverReport {

  private static final int RTP_HEADER_BYTES = 12;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final byte[] NAME = "sharp-eyes".getBytes(StandardCharsets.US_ASCII);

  private final int ownSource;
  private final int clockRate;
  private boolean heard;
  private int source;
  private int baseSequence;
  private int highestSequence;
  private int cycles;
  private long received;
  private long receivedBefore;
  private long expectedBefore;
  private long transitBefore;
  private double jitter;
  private int senderReport;
  private long senderReportNanos;

  RtspReceiverReport(int ownSource, int clockRate) {
    this.ownSource = ownSource;
    this.clockRate = clockRate;
  }

  /** Counts an RTP packet. */
  void onRtp(ByteBuf packet, long nowNanos) {
    if (packet.readableBytes() < RTP_HEADER_BYTES) {
      return;
    }
    int at = packet.readerIndex();
    int sequence = packet.getUnsignedShort(at + 2);
    int packetSource = packet.getInt(at + 8);
    if (!heard || packetSource != source) {
      begin(packetSource, sequence);
    }
    int ahead = (sequence - highestSequence) & 0xffff;
    if (ahead < 0x8000) {
      if (sequence < highestSequence) {
        cycles += 0x10000;
      }
      highestSequence = sequence;
    }
    received++;
    updateJitter(packet.getUnsignedInt(at + 4), nowNanos);
  }

  private void begin(int newSource, int sequence) {
    heard = true;
    source = newSource;
    baseSequence = sequence;
    highestSequence = sequence;
    cycles = 0;
    received = 0;
    receivedBefore = 0;
    expectedBefore = 0;
    transitBefore = Long.MIN_VALUE;
    jitter = 0;
    senderReport = 0;
  }

  private void updateJitter(long timestamp, long nowNanos) {
    long arrival = (long) (nowNanos / 1e9 * clockRate);
    long transit = (int) (arrival - timestamp);
    if (transitBefore != Long.MIN_VALUE) {
      jitter += (Math.abs((int) (transit - transitBefore)) - jitter) / 16;
    }
    transitBefore = transit;
  }

  /** Notes a sender report, so that the camera can tell the way there and back. */
  void onRtcp(ByteBuf packet, long nowNanos) {
    RtpSenderReport report = RtpSenderReport.parse(packet);
    if (report != null) {
      senderReport = report.middle();
      senderReportNanos = nowNanos;
    }
  }

  /** Whether there is anything to report. */
  boolean heard() {
    return heard;
  }

  /** Writes the report and the source's name, which must go with it (RFC 3550 §6.1). */
  void write(ByteBuf out, long nowNanos) {
    long expected = (long) cycles + highestSequence - baseSequence + 1;
    long lost = Math.max(-0x800000, Math.min(0x7fffff, expected - received));
    out.writeByte(0x81).writeByte(RECEIVER_REPORT).writeShort(7).writeInt(ownSource);
    out.writeInt(source).writeByte(fractionLost(expected)).writeMedium((int) lost);
    out.writeInt(cycles + highestSequence).writeInt((int) jitter).writeInt(senderReport);
    out.writeInt(senderReport == 0 ? 0 : sinceSenderReport(nowNanos));
    int words = (4 + 2 + NAME.length) / 4 + 1;
    out.writeByte(0x81).writeByte(SOURCE_DESCRIPTION).writeShort(words).writeInt(ownSource);
    out.writeByte(1).writeByte(NAME.length).writeBytes(NAME);
    out.writeZero(words * 4 - 4 - 2 - NAME.length);
  }

  private int fractionLost(long expected) {
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
  }

  private int sinceSenderReport(long nowNanos) {
    return (int) ((nowNanos - senderReportNanos) * 65_536.0 / TimeUnit.SECONDS.toNanos(1));
  }
}
