package io.sharpeyes.device.rtsp;

/** Fuzzing: RTP packets with H.264, from the datagram to the whole picture. */
public final class RtpH264Fuzz {

  private RtpH264Fuzz() {}

  /** Packets, each behind its length in two bytes. */
  public static void fuzzerTestOneInput(byte[] data) {
    RtpFuzz.take(VideoCodec.H264, data);
  }
}
