package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes RTCP receiver reports about one track (RFC 3550 §6.4.2, with the CNAME that §6.1 asks
 * for). Some cameras end a session of which they never hear a report.
 */
final class RtpReceiverReports {

  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final byte[] CNAME = "sharp-eyes-gateway".getBytes(StandardCharsets.US_ASCII);

  private final RtpReceiver receiver;
  private final int ownSsrc = ThreadLocalRandom.current().nextInt();
  private @Nullable RtpSenderReport lastReport;
  private long lastReportNanos;
  private long expectedBefore;
  private long receivedBefore;

  RtpReceiverReports(RtpReceiver receiver) {
    this.receiver = receiver;
  }

  /** Takes the camera's report, so that the next one of ours refers to it. */
  void onSenderReport(RtpSenderReport report, long nowNanos) {
    lastReport = report;
    lastReportNanos = nowNanos;
  }

  /** Writes one compound packet. */
  void write(ByteBuf out, long nowNanos) {
    boolean about = receiver.isStarted();
    out.writeByte(0x80 | (about ? 1 : 0)).writeByte(RECEIVER_REPORT);
    out.writeShort(about ? 7 : 1).writeInt(ownSsrc);
    if (about) {
      writeBlock(out, nowNanos);
    }
    writeDescription(out);
  }

  private void writeBlock(ByteBuf out, long nowNanos) {
    long expected = receiver.expectedOfSource();
    long received = receiver.receivedOfSource();
    // Another source or sequence began since: its counts start anew.
    long before = expected < expectedBefore ? 0 : expectedBefore;
    long came = expected < expectedBefore ? 0 : receivedBefore;
    long interval = expected - before;
    long lostOfInterval = Math.max(0, interval - (received - came));
    long fraction = interval == 0 ? 0 : Math.min(255, lostOfInterval * 256 / interval);
    long lost = Math.max(0, Math.min(0x7f_ffff, expected - received));
    expectedBefore = expected;
    receivedBefore = received;
    out.writeInt(receiver.ssrc()).writeInt((int) ((fraction << 24) | lost));
    out.writeInt((int) receiver.extendedHighestSequence());
    out.writeInt((int) receiver.statistics().jitter());
    RtpSenderReport report = lastReport;
    out.writeInt(report == null ? 0 : report.middle());
    out.writeInt(
        report == null ? 0 : (int) ((nowNanos - lastReportNanos) / 1000 * 65_536 / 1_000_000));
  }

  private void writeDescription(ByteBuf out) {
    // The chunk is filled with zeros up to a multiple of four, at least one (RFC 3550 §6.5).
    int item = 4 + 2 + CNAME.length;
    int padded = (item / 4 + 1) * 4;
    out.writeByte(0x81).writeByte(SOURCE_DESCRIPTION).writeShort(padded / 4).writeInt(ownSsrc);
    out.writeByte(1).writeByte(CNAME.length).writeBytes(CNAME).writeZero(padded - item);
  }
}
