package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
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
  private @Nullable RtpSenderReport senderReport;
  private long senderReportNanos;

  /**
   * Prepares for one track of one session.
   *
   * @param track what the camera said of it
   * @param clock the camera's line of time, the same over reconnects
   * @param sink takes the pictures in decoding order
   * @throws IllegalArgumentException if it is of a kind that isn't taken apart; the message tells
   */
  public static VideoReceiver of(SdpTrack track, MediaClock clock, Consumer<AccessUnit> sink) {
    VideoCodec codec = VideoCodec.named(track.codec());
    String decodingOrder = track.formatParameters().getOrDefault("sprop-max-don-diff", "0");
    String mode = track.formatParameters().getOrDefault("packetization-mode", "0");
    if (!decodingOrder.equals("0") || mode.equals("2")) {
      throw new IllegalArgumentException("The camera sends pictures interleaved, out of order");
    }
    ParameterSets sets = ParameterSets.of(codec, track.parameterSets());
    return new VideoReceiver(codec, track.payloadType(), track.clockRate(), sets, clock, sink);
  }

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
  VideoReceiver(
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
      senderReportNanos = nowNanos;
    }
  }

  /**
   * How far the camera's clock runs ahead of ours, by its last sender report.
   *
   * @param now the time by our clock
   * @param nowNanos the same moment of {@link System#nanoTime()}
   * @return negative if it is behind; null if the camera told no time
   */
  public @Nullable Duration clockOffset(Instant now, long nowNanos) {
    Instant told = senderReport == null ? null : senderReport.cameraTime();
    return told == null
        ? null
        : Duration.between(now, told.plusNanos(nowNanos - senderReportNanos));
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
