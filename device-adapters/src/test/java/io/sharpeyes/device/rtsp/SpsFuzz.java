package io.sharpeyes.device.rtsp;

/** Fuzzing: sequence parameter sets of H.264 and H.265. */
public final class SpsFuzz {

  private SpsFuzz() {}

  /** Refuses in words, or gives a size that a picture can have. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      H264Sps sps = H264Sps.parse(data);
      var unused = String.valueOf(sps.codecString() + sps.levelName() + sps.profileName());
    } catch (IllegalArgumentException told) {
      // It says what is wrong.
    }
    try {
      H265Sps sps = H265Sps.parse(data);
      var unused = String.valueOf(sps.levelName() + sps.profileName());
    } catch (IllegalArgumentException told) {
      // It says what is wrong.
    }
  }
}
