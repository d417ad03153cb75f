package io.sharpeyes.device.rtsp;

/** Takes the NAL units out of the payload of RTP packets. */
interface Depacketizer {

  /** Takes one packet, in order. */
  void accept(RtpPacket packet, long receivedNanos);

  /** Packets of a kind that isn't taken apart. */
  long unsupported();
}
