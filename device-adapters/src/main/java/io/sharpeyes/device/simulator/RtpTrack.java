package io.sharpeyes.device.simulator;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One track on its way to one viewer: RTP packets and sender reports (RFC 3550). */
final class RtpTrack {

  /** Video and ONVIF metadata both count in 1/90000 s. */
  static final int CLOCK_RATE = 90_000;

  private static final int RTP_HEADER = 12;
  private static final int MARKER = 0x80;
  private static final long NTP_EPOCH_OFFSET_S = 2_208_988_800L;

  private final RtpTransport transport;
  private final int payloadType;
  private final int ssrc = ThreadLocalRandom.current().nextInt();
  private final int timestampBase = ThreadLocalRandom.current().nextInt();
  private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
  private int packets;
  private int octets;

  RtpTrack(RtpTransport transport, int payloadType) {
    this.transport = transport;
    this.payloadType = payloadType;
  }

  RtpTransport transport() {
    return transport;
  }

  /** The sequence number that the next packet will have. */
  int nextSequence() {
    return sequence;
  }

  /** The RTP time of a moment on the camera's own clock; wraps around. */
  int timestamp(long cameraMillis) {
    return timestampBase + (int) (cameraMillis * (CLOCK_RATE / 1000));
  }

  /** Sends one picture or document; the last packet is marked. */
  void send(List<byte[]> payloads, long cameraMillis) {
    List<Buffer> out = new ArrayList<>(payloads.size());
    for (int i = 0; i < payloads.size(); i++) {
      out.add(packet(payloads.get(i), i == payloads.size() - 1, timestamp(cameraMillis)));
    }
    transport.sendRtp(out);
  }

  private Buffer packet(byte[] payload, boolean last, int timestamp) {
    Buffer packet =
        Buffer.buffer(RTP_HEADER + payload.length)
            .appendByte((byte) 0x80)
            .appendByte((byte) (payloadType | (last ? MARKER : 0)))
            .appendUnsignedShort(sequence)
            .appendInt(timestamp)
            .appendInt(ssrc)
            .appendBytes(payload);
    sequence = (sequence + 1) & 0xFFFF;
    packets++;
    octets += payload.length;
    return packet;
  }

  /** RFC 3550 §6.4.1 and §6.5: a sender report, and a name as every compound packet needs. */
  void sendReport(long cameraMillis, Instant wallClock) {
    byte[] name = "camera@simulator".getBytes(StandardCharsets.US_ASCII);
    long fraction = ((long) wallClock.getNano() << 32) / 1_000_000_000L;
    transport.sendRtcp(
        Buffer.buffer(60)
            .appendUnsignedShort(0x80C8)
            .appendUnsignedShort(6)
            .appendInt(ssrc)
            .appendInt((int) (wallClock.getEpochSecond() + NTP_EPOCH_OFFSET_S))
            .appendInt((int) fraction)
            .appendInt(timestamp(cameraMillis))
            .appendInt(packets)
            .appendInt(octets)
            .appendUnsignedShort(0x81CA)
            .appendUnsignedShort(6)
            .appendInt(ssrc)
            .appendByte((byte) 1)
            .appendByte((byte) name.length)
            .appendBytes(name)
            .appendBytes(new byte[2]));
  }

  /** RFC 3550 §6.6: says that the stream ends. */
  void sendBye() {
    transport.sendRtcp(
        Buffer.buffer(8).appendUnsignedShort(0x81CB).appendUnsignedShort(1).appendInt(ssrc));
  }
}
