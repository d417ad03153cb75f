package io.sharpeyes.device.rtsp;

import java.nio.charset.StandardCharsets;

/** Fuzzing: a camera's description of itself. */
public final class SdpFuzz {

  private static final RtspAddress BASE = RtspAddress.parse("rtsp://camera.example/stream");

  private SdpFuzz() {}

  /** Refuses in words or gives a description that can be printed. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      var unused = String.valueOf(SdpParser.parse(new String(data, StandardCharsets.UTF_8), BASE));
    } catch (RtspException told) {
      // It says what is wrong.
    }
  }
}
