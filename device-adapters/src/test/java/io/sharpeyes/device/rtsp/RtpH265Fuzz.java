package io.sharpeyes.device.rtsp;

/** Fuzzing: RTP packets with H.265, from the datagram to the whole picture. */
public final class RtpH265Fuzz {

  private RtpH265Fuzz() {}

  /** Packets, each behind its length in two bytes. */
  public static void fuzzerTestOneInput(byte[] data) {
    RtpFuzz.take(VideoCodec.H265, data);
  }
}
