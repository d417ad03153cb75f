package io.sharpeyes.device.rtsp;

/**
 * Takes H.265 out of RTP packets (RFC 7798): single NAL units, aggregation packets and
 * fragmentation units, without decoding order numbers (DONL): a track whose {@code
 * sprop-max-don-diff} isn't 0 must not be opened. PACI packets are refused.
 */
final class H265Depacketizer implements Depacketizer {

  private static final int AGGREGATION = 48;
  private static final int FRAGMENTATION = 49;
  private static final int HEADER_BYTES = 2;

  private final AccessUnitAssembler assembler;
  private long unsupported;

  H265Depacketizer(AccessUnitAssembler assembler) {
    this.assembler = assembler;
  }

  @Override
  public void accept(RtpPacket packet, long receivedNanos) {
    if (packet.payloadLength() == 0) {
      return;
    }
    assembler.beginPacket(packet.timestamp(), receivedNanos);
    int type = (packet.payloadByte(0) >> 1) & 0x3f;
    if (type < AGGREGATION) {
      assembler.addNal(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    } else if (type == AGGREGATION) {
      takeAggregate(packet);
    } else if (type == FRAGMENTATION) {
      takeFragment(packet);
    } else {
      unsupported++;
      assembler.damage("RTP payload of type " + type + ", which isn't taken apart (RFC 7798 §4.4)");
    }
    assembler.endPacket(packet.marker());
  }

  /** §4.4.2: NAL units each behind its size in two bytes. */
  private void takeAggregate(RtpPacket packet) {
    int at = HEADER_BYTES;
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
      assembler.damage("An aggregation packet whose sizes don't fit it");
    }
  }

  /** §4.4.3: the type stands in the FU header, the rest of the NAL unit's header in front of it. */
  private void takeFragment(RtpPacket packet) {
    if (packet.payloadLength() <= HEADER_BYTES + 1) {
      assembler.damage("A fragmentation unit without content");
      return;
    }
    int header = packet.payloadByte(2);
    boolean start = (header & 0x80) != 0;
    boolean end = (header & 0x40) != 0;
    if (start) {
      assembler.beginNal();
      assembler.appendByte((packet.payloadByte(0) & 0x81) | ((header & 0x3f) << 1));
      assembler.appendByte(packet.payloadByte(1));
    } else if (!assembler.isInNal()) {
      assembler.damage("A fragmentation unit without its beginning");
      return;
    }
    assembler.append(packet.buffer(), packet.payloadOffset() + 3, packet.payloadLength() - 3);
    if (end) {
      assembler.endNal();
    }
  }

  @Override
  public long unsupported() {
    return unsupported;
  }
}
