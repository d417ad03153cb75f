package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
  void reportsLossAndTheDelaySinceTheSenderReport() {
    RtpReceiver receiver =
        new RtpReceiver(
            RtpBuilder.PAYLOAD_TYPE,
            90_000,
            new RtpSink() {
              @Override
              public void onPacket(RtpPacket packet, long receivedNanos) {}

              @Override
              public void onGap() {}
            });
    RtpReceiverReports reports = new RtpReceiverReports(receiver);
    RtpBuilder rtp = new RtpBuilder().source(0x1234).sequence(65_535);
    receiver.receive(rtp.packet(false, 1), 0);
    receiver.receive(rtp.packet(false, 1), 0);
    receiver.receive(rtp.skip(2).packet(false, 1), 0);
    RtpSenderReport report = RtpSenderReport.parse(hex(SENDER_REPORT));
    assertThat(report).isNotNull();
    reports.onSenderReport(report, 0);

    ByteBuf out = Unpooled.buffer();
    reports.write(out, 1_500_000_000L);

    assertThat(ByteBufUtil.hexDump(out, 0, 4)).isEqualTo("81c90007");
    String block = ByteBufUtil.hexDump(out, 8, 24);
    // Of 5 expected 2 are missing: 2/5 of 256, then the count; the wrapped sequence; 1.5 s.
    assertThat(block)
        .isEqualTo("00001234" + "66000002" + "00010003" + "00000000" + "c3008000" + "00018000");
    assertThat(out.writerIndex() % 4).isZero();
    assertThat(out.getUnsignedShort(34) * 4 + 4)
        .as("SDES length")
        .isEqualTo(out.writerIndex() - 32);

    ByteBuf next = Unpooled.buffer();
    reports.write(next, 1_500_000_000L);
    assertThat(next.getUnsignedByte(12)).as("nothing lost since").isZero();
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
