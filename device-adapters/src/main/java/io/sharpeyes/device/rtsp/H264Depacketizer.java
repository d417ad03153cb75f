package io.sharpeyes.device.rtsp;

/**
 * Takes H.264 out of RTP packets (RFC 6184): single NAL units, STAP-A and FU-A, which is what
 * packetization modes 0 and 1 allow. Interleaved packets (mode 2: STAP-B, MTAP, FU-B) are refused.
 */
final class H264Depacketizer implements Depacketizer {

  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private final AccessUnitAssembler assembler;
  private long unsupported;

  H264Depacketizer(AccessUnitAssembler assembler) {
    this.assembler = assembler;
  }

  @Override
  public void accept(RtpPacket packet, long receivedNanos) {
    if (packet.payloadLength() == 0) {
      return;
    }
    assembler.beginPacket(packet.timestamp(), receivedNanos);
    int type = packet.payloadByte(0) & 0x1f;
    if (type >= 1 && type <= 23) {
      assembler.addNal(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    } else if (type == STAP_A) {
      takeAggregate(packet);
    } else if (type == FU_A) {
      takeFragment(packet);
    } else {
      unsupported++;
      assembler.damage(
          "RTP payload of type " + type + ", which RFC 6184 modes 0 and 1 don't allow");
    }
    assembler.endPacket(packet.marker());
  }

  /** §5.7.1: NAL units each behind its size in two bytes. */
  private void takeAggregate(RtpPacket packet) {
    int at = 1;
    while (at + 2 <= packet.payloadLength()) {
      int size = packet.payloadShort(at);
      at += 2;
      if (at + size > packet.payloadLength()) {
        break;
      }
      assembler.addNal(packet.buffer(), packet.payloadOffset() + at, size);
      at += size;
    }
    if (at != packet.payloadLength()) {
      assembler.damage("A STAP-A whose sizes don't fit the packet");
    }
  }

  /** §5.8: the header of the NAL unit is split between the FU indicator and the FU header. */
  private void takeFragment(RtpPacket packet) {
    if (packet.payloadLength() <= 2) {
      assembler.damage("An FU-A without content");
      return;
    }
    int header = packet.payloadByte(1);
    boolean start = (header & 0x80) != 0;
    boolean end = (header & 0x40) != 0;
    if (start) {
      assembler.beginNal();
      assembler.appendByte((packet.payloadByte(0) & 0xe0) | (header & 0x1f));
    } else if (!assembler.isInNal()) {
      assembler.damage("An FU-A without its beginning");
      return;
    }
    assembler.append(packet.buffer(), packet.payloadOffset() + 2, packet.payloadLength() - 2);
    if (end) {
      assembler.endNal();
    }
  }

  @Override
  public long unsupported() {
    return unsupported;
  }
}
