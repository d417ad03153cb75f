package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the RTP packets of one video track into whole encoded pictures. Pure: no input or output,
 * no thread of its own; it belongs to the event loop of its session.
 */
public final class VideoReceiver {

  /** Bound of one encoded picture in bytes; a key frame of a 4K camera stays well under it. */
  public static final int MAX_PICTURE_BYTES = 4 * 1024 * 1024;

  private final AccessUnitAssembler assembler;
  private final Depacketizer depacketizer;
  private final RtpReceiver receiver;
  private final RtpReceiverReports reports;
  private @Nullable RtpSenderReport senderReport;

  /**
   * Prepares for one track of one session.
   *
   * @param codec what it carries
   * @param payloadType its RTP payload type
   * @param clockRate units of its RTP timestamps per second, 90000 by both payload formats
   * @param fromDescription the parameter sets of the SDP, or null
   * @param clock the camera's line of time, the same over reconnects
   * @param sink takes the pictures in decoding order
   */
  public VideoReceiver(
      VideoCodec codec,
      int payloadType,
      int clockRate,
      @Nullable ParameterSets fromDescription,
      MediaClock clock,
      Consumer<AccessUnit> sink) {
    assembler =
        new AccessUnitAssembler(codec, clockRate, MAX_PICTURE_BYTES, fromDescription, clock, sink);
    depacketizer =
        codec == VideoCodec.H264
            ? new H264Depacketizer(assembler)
            : new H265Depacketizer(assembler);
    receiver = new RtpReceiver(payloadType, clockRate, new InOrder());
    reports = new RtpReceiverReports(receiver);
  }

  private final class InOrder implements RtpSink {
    @Override
    public void onPacket(RtpPacket packet, long receivedNanos) {
      depacketizer.accept(packet, receivedNanos);
    }

    @Override
    public void onGap() {
      assembler.gap();
    }
  }

  /**
   * Takes one RTP packet.
   *
   * @param packet stays the caller's, neither moved nor released
   * @param nowNanos when it arrived, of {@link System#nanoTime()}
   */
  public void onRtp(ByteBuf packet, long nowNanos) {
    receiver.receive(packet, nowNanos);
  }

  /** Takes one compound RTCP packet; it stays the caller's. */
  public void onRtcp(ByteBuf packet, long nowNanos) {
    RtpSenderReport report = RtpSenderReport.parse(packet);
    if (report != null && receiver.isStarted() && report.ssrc() == receiver.ssrc()) {
      senderReport = report;
      reports.onSenderReport(report, nowNanos);
    }
  }

  /** Writes a receiver report, to be sent to the camera every few seconds. */
  public void writeReceiverReport(ByteBuf out, long nowNanos) {
    reports.write(out, nowNanos);
  }

  /** The camera's last sender report, or null. */
  @Nullable RtpSenderReport senderReport() {
    return senderReport;
  }

  /** What happened so far. */
  public VideoCounters counters() {
    return assembler.counters(receiver.statistics(), depacketizer.unsupported());
  }

  /** What was wrong last, in English, for the camera's health; empty if nothing was. */
  public String problem() {
    return assembler.problem();
  }
}
