package io.sharpeyes.device.rtsp;

import java.time.Instant;
import java.util.MissingResourceException;
import javax.xml.stream.XMLStreamException;

/** Fuzzing: ONVIF metadata documents. */
public final class OnvifFuzz {

  private OnvifFuzz() {}

  /** Refuses in words, or gives events. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      var unused =
          String.valueOf(new OnvifMetadataParser().parse(data, data.length, Instant.EPOCH));
    } catch (XMLStreamException | MissingResourceException told) {
      // The JDK's parser lacks the words for some faults; OnvifMetadataReceiver expects it.
    }
  }
}
