package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtcpTest {

  private static final String SENDER_REPORT =
      "80 c8 0006 00001234 e8d6c300 80000000 00015f90 00000010 00000100"
          + "81 ca 0003 00001234 0102 6162 00000000";

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }

  @Test
  void readsWhichMomentATimestampIs() {
    RtpSenderReport report = RtpSenderReport.parse(hex(SENDER_REPORT));

    assertThat(report).isNotNull();
    assertThat(report.ssrc()).isEqualTo(0x1234);
    assertThat(report.rtpTimestamp()).isEqualTo(90_000);
    assertThat(report.cameraTime()).isEqualTo(Instant.parse("2023-10-15T19:58:56.500Z"));
    assertThat(report.middle()).isEqualTo(0xc300_8000);
  }

  @Test
  void findsTheReportBehindOtherPackets() {
    assertThat(RtpSenderReport.parse(hex("80 c9 0001 00000001" + SENDER_REPORT))).isNotNull();
    assertThat(RtpSenderReport.parse(hex("80 c9 0001 00000001"))).isNull();
    assertThat(RtpSenderReport.parse(hex("80 c8 0006 00001234"))).as("cut short").isNull();
  }

  @Test
  void timesAfterTheYear2036AreOfTheNextEra() {
    assertThat(new RtpSenderReport(1, 0x0000_0001_0000_0000L, 0).cameraTime())
        .isEqualTo(Instant.parse("2036-02-07T06:28:17Z"));
    assertThat(new RtpSenderReport(1, 0, 0).cameraTime()).as("no clock").isNull();
  }

  @Test
  void tellsHowFarTheCamerasClockIsOff() {
    VideoReceiver receiver =
        new VideoReceiver(
            VideoCodec.H264, RtpBuilder.PAYLOAD_TYPE, 90_000, null, new MediaClock(), unit -> {});
    Instant now = Instant.parse("2023-10-15T20:00:00Z");
    receiver.onRtcp(hex(SENDER_REPORT), 0);
    assertThat(receiver.clockOffset(now, 0)).as("of a source that sent nothing").isNull();

    receiver.onRtp(new RtpBuilder().source(0x1234).packet(false, 1), 0);
    receiver.onRtcp(hex(SENDER_REPORT), 1_000_000_000L);

    assertThat(receiver.clockOffset(now, 3_000_000_000L)).isEqualTo(Duration.ofMillis(-61_500));
  }

  @Property
  void survivesAnything(@ForAll @Size(max = 200) byte[] bytes) {
    if (bytes.length > 1) {
      bytes[0] = (byte) 0x80;
      bytes[1] = (byte) 0xc8;
    }
    RtpSenderReport report = RtpSenderReport.parse(Unpooled.wrappedBuffer(bytes));
    if (report != null) {
      report.cameraTime();
    }
  }
}
