package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtspReceiverReportTest {

  private static final int OWN = 0x0a0b0c0d;
  private static final int SOURCE = 0x01020304;
  private static final long SECOND = 1_000_000_000L;

  private final RtspReceiverReport report = new RtspReceiverReport(OWN, 90_000);
  private long now = 5 * SECOND;

  private static ByteBuf rtp(int sequence, long timestamp) {
    ByteBuf packet = Unpooled.buffer();
    packet.writeByte(0x80).writeByte(96).writeShort(sequence);
    return packet.writeInt((int) timestamp).writeInt(SOURCE);
  }

  private void receive(int... sequences) {
    for (int sequence : sequences) {
      now += SECOND / 25;
      report.onRtp(rtp(sequence, now * 9 / 100_000), now);
    }
  }

  /** The report block as hexadecimal words: source, lost, highest, jitter, report, delay. */
  private String[] block() {
    ByteBuf out = Unpooled.buffer();
    report.write(out, now);
    assertThat(out.readableBytes() % 4).isZero();
    return ByteBufUtil.hexDump(out, 8, 24).split("(?<=\\G.{8})");
  }

  @Test
  void reportsNothingLost() {
    receive(65_534, 65_535, 0, 1);

    assertThat(block())
        .containsExactly("01020304", "00000000", "00010001", "00000000", "00000000", "00000000");
  }

  @Test
  void reportsWhatIsLostSinceTheLastReportAndInAll() {
    receive(1, 2, 3, 5, 6, 7, 9, 10);
    assertThat(block()[1]).isEqualTo("33000002");

    receive(11, 12, 14, 13, 15);
    assertThat(block()[1]).isEqualTo("00000002");
  }

  @Test
  void beginsAnewWithAnotherSource() {
    receive(1, 50);
    ByteBuf other = rtp(1_000, 0).setInt(8, 7);
    report.onRtp(other, now);

    assertThat(block()).startsWith("00000007", "00000000", "000003e8");
  }

  @Test
  void tellsTheWayThereAndBack() {
    ByteBuf senderReport = Unpooled.buffer();
    senderReport.writeByte(0x80).writeByte(200).writeShort(6).writeInt(SOURCE);
    senderReport.writeInt(0x1111_2222).writeInt(0x3333_4444).writeZero(12);
    receive(1);
    report.onRtcp(senderReport, now);
    now += SECOND * 3 / 2;

    assertThat(block()[4]).isEqualTo("22223333");
    assertThat(block()[5]).isEqualTo("00018000");
  }

  @Test
  void measuresJitter() {
    receive(1, 2, 3, 4);
    assertThat(block()[3]).isEqualTo("00000000");

    // 1,600 units late, of which a sixteenth counts (RFC 3550 §A.8).
    report.onRtp(rtp(5, now * 9 / 100_000 - 1_600), now);
    assertThat(block()[3]).isEqualTo("00000064");
  }

  @Property(tries = 2_000)
  void anyPacketsAreTaken(@ForAll @Size(max = 64) byte[] rtp, @ForAll @Size(max = 64) byte[] rtcp) {
    RtspReceiverReport any = new RtspReceiverReport(OWN, 90_000);
    any.onRtp(Unpooled.wrappedBuffer(rtp), 1);
    any.onRtcp(Unpooled.wrappedBuffer(rtcp), 2);
    any.onRtp(Unpooled.wrappedBuffer(rtcp), 3);
    ByteBuf out = Unpooled.buffer();
    any.write(out, 4);

    assertThat(out.readableBytes()).isEqualTo(32 + 4 + 20);
  }
}
