package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraHealth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses what a camera answers to DESCRIBE (RFC 8866; RFC 2326 §C; RFC 7826 §D). Pure.
 *
 * <p>Tolerates what cameras do: line ends without CR, missing or misplaced {@code v= s= t=} lines,
 * spaces around lines, unknown lines and attributes, broken parameters. Refuses only what has no
 * media section, or too many.
 */
final class SdpParser {

  private static final int MAX_TRACKS = 32;
  private static final int MAX_ATTRIBUTES = 128;
  private static final int MAX_NAME = 256;

  private String sessionName = "";
  private final SdpSection session = new SdpSection("");
  private final List<SdpSection> media = new ArrayList<>();

  private SdpParser() {}

  /**
   * Parses a description.
   *
   * @param text the body of the answer
   * @param base the URL that relative control URLs lie under: {@code Content-Base}, {@code
   *     Content-Location} or the one asked for
   * @throws RtspException if it describes nothing, or too much
   */
  static Sdp parse(String text, RtspAddress base) {
    SdpParser parser = new SdpParser();
    text.lines().map(String::strip).forEach(parser::readLine);
    if (parser.media.isEmpty()) {
      throw new RtspException(
          CameraHealth.Cause.NO_VIDEO,
          text.isBlank() ? "An empty description" : "The description has no media section");
    }
    RtspAddress control = resolve(parser.session.attribute("control"), base);
    List<SdpTrack> tracks =
        parser.media.stream()
            .map(it -> it.toTrack(resolve(it.attribute("control"), control).url()))
            .toList();
    return new Sdp(parser.sessionName, control.url(), tracks);
  }

  private void readLine(String line) {
    if (line.length() < 2 || line.charAt(1) != '=') {
      return;
    }
    String value = line.substring(2).strip();
    switch (line.charAt(0)) {
      case 's' -> sessionName = printable(value);
      case 'm' -> addMedia(value);
      case 'a' -> addAttribute(value);
      default -> {
        // Nothing that this gateway uses.
      }
    }
  }

  /** What comes from a camera and goes to logs and screens. */
  static String printable(String name) {
    String clean = name.replaceAll("\\p{C}", "?");
    return clean.length() <= MAX_NAME ? clean : clean.substring(0, MAX_NAME);
  }

  private void addMedia(String value) {
    if (media.size() >= MAX_TRACKS) {
      throw new RtspException(
          CameraHealth.Cause.PROTOCOL_ERROR, "A description of over " + MAX_TRACKS + " tracks");
    }
    media.add(new SdpSection(value));
  }

  private void addAttribute(String value) {
    SdpSection section = media.isEmpty() ? session : media.get(media.size() - 1);
    if (section.attributes() >= MAX_ATTRIBUTES) {
      throw new RtspException(
          CameraHealth.Cause.PROTOCOL_ERROR,
          "A description with over " + MAX_ATTRIBUTES + " attributes in a section");
    }
    section.add(value);
  }

  /**
   * RFC 2326 §C.1.1, as cameras mean it: a relative URL is put behind the base, also where RFC 3986
   * would take the base's last part away, and a query in the base is no obstacle.
   */
  static RtspAddress resolve(@Nullable String control, RtspAddress base) {
    if (control == null || control.isEmpty() || control.equals("*")) {
      return base;
    }
    try {
      if (control.regionMatches(true, 0, "rtsp", 0, 4) && control.contains("://")) {
        return RtspAddress.parse(control);
      }
      String path = control.startsWith("/") ? control : append(base.path(), control);
      return new RtspAddress(base.tls(), base.host(), base.port(), path);
    } catch (IllegalArgumentException e) {
      throw new RtspException(
          CameraHealth.Cause.PROTOCOL_ERROR, "A control URL that can't be used: " + e.getMessage());
    }
  }

  private static String append(String base, String control) {
    return base.endsWith("/") ? base + control : base + "/" + control;
  }
}
