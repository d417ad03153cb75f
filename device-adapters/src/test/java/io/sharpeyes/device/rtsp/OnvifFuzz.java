package io.sharpeyes.device.rtsp;

import java.time.Instant;
import javax.xml.stream.XMLStreamException;

/** Fuzzing: ONVIF metadata documents. */
public final class OnvifFuzz {

  private OnvifFuzz() {}

  /** Refuses in words, or gives events. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      var unused =
          String.valueOf(new OnvifMetadataParser().parse(data, data.length, Instant.EPOCH));
    } catch (XMLStreamException told) {
      // It says what is wrong.
    }
  }
}
