package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtpPacketTest {

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }

  @Test
  void readsTheFixedHeader() {
    RtpPacket packet = RtpPacket.parse(hex("80 e0 fffe fffffff0 80000001 aabb"));

    assertThat(packet).isNotNull();
    assertThat(packet.payloadType()).isEqualTo(96);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.sequence()).isEqualTo(0xfffe);
    assertThat(packet.timestamp()).isEqualTo(0xffff_fff0L);
    assertThat(packet.ssrc()).isEqualTo(0x8000_0001);
    assertThat(packet.payloadLength()).isEqualTo(2);
    assertThat(packet.payloadByte(0)).isEqualTo(0xaa);
  }

  @Test
  void leavesOutContributingSourcesExtensionAndPadding() {
    RtpPacket packet =
        RtpPacket.parse(
            hex("b2 60 0001 00000001 00000002 11111111 22222222 beef0001 33333333 55 000003"));

    assertThat(packet).isNotNull();
    assertThat(packet.payloadLength()).isEqualTo(1);
    assertThat(packet.payloadByte(0)).isEqualTo(0x55);
  }

  @Test
  void refusesLengthsThatContradictEachOther() {
    assertThat(RtpPacket.parse(hex("80 60 0001 00000001 000000"))).as("short").isNull();
    assertThat(RtpPacket.parse(hex("40 60 0001 00000001 00000002"))).as("version").isNull();
    assertThat(RtpPacket.parse(hex("8f 60 0001 00000001 00000002"))).as("sources").isNull();
    assertThat(RtpPacket.parse(hex("90 60 0001 00000001 00000002 beef"))).as("ext").isNull();
    assertThat(RtpPacket.parse(hex("90 60 0001 00000001 00000002 beef 0001 0000")))
        .as("extension beyond the end")
        .isNull();
    assertThat(RtpPacket.parse(hex("a0 60 0001 00000001 00000002 05"))).as("padding").isNull();
    assertThat(RtpPacket.parse(hex("a0 60 0001 00000001 00000002 00"))).as("no padding").isNull();
  }

  @Property
  void neverReadsOutsideThePacket(@ForAll @Size(max = 64) byte[] bytes) {
    if (bytes.length > 0) {
      bytes[0] = (byte) ((bytes[0] & 0x3f) | 0x80);
    }
    ByteBuf buffer = Unpooled.buffer().writeInt(0).writeBytes(bytes).skipBytes(4);

    RtpPacket packet = RtpPacket.parse(buffer);

    if (packet != null) {
      assertThat(packet.payloadLength()).isBetween(0, bytes.length - 12);
      assertThat(packet.payloadOffset()).isBetween(16, 4 + bytes.length);
      assertThat(packet.copy().payloadLength()).isEqualTo(packet.payloadLength());
    }
  }
}
