package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The session section or one media section of an SDP while it is read, and what it amounts to. */
final class SdpSection {

  private static final int MAX_FORMAT_PARAMETERS = 64;
  private static final int VIDEO_CLOCK_RATE = 90_000;

  private final String[] mediaLine;
  private final List<String> attributes = new ArrayList<>();

  /** Takes the value of the {@code m=} line: media, port, protocol, formats (RFC 8866 §5.14). */
  SdpSection(String mediaLine) {
    this.mediaLine = mediaLine.split("\\s+");
  }

  void add(String attribute) {
    attributes.add(attribute);
  }

  int attributes() {
    return attributes.size();
  }

  /** The value of the first attribute of that name; empty for a flag; null if there is none. */
  @Nullable String attribute(String name) {
    for (String attribute : attributes) {
      if (isNamed(attribute, name)) {
        return attribute.length() == name.length()
            ? ""
            : attribute.substring(name.length() + 1).strip();
      }
    }
    return null;
  }

  private static boolean isNamed(String attribute, String name) {
    return attribute.regionMatches(true, 0, name, 0, name.length())
        && (attribute.length() == name.length() || attribute.charAt(name.length()) == ':');
  }

  /** The value behind {@code a=name:PAYLOAD }, of this section's own payload type; or null. */
  private @Nullable String ofPayload(String name, int payloadType) {
    String prefix = Integer.toString(payloadType);
    for (String attribute : attributes) {
      if (isNamed(attribute, name) && attribute.length() > name.length()) {
        String[] parts = attribute.substring(name.length() + 1).strip().split("\\s+", 2);
        if (parts.length == 2 && parts[0].equals(prefix)) {
          return parts[1];
        }
      }
    }
    return null;
  }

  SdpTrack toTrack(String control) {
    int payloadType = payloadType();
    String[] encoding = encoding(payloadType).split("/");
    String codec = encoding[0].toUpperCase(Locale.ROOT);
    Map<String, String> parameters = formatParameters(payloadType);
    SdpParameterSets sets = SdpParameterSets.of(codec, parameters);
    SdpPictureSize size =
        sets.width() > 0
            ? new SdpPictureSize(sets.width(), sets.height())
            : SdpPictureSize.of(this, payloadType);
    double rate = sets.framesPerSecond() > 0 ? sets.framesPerSecond() : attributeRate();
    CameraDescription.Track description =
        new CameraDescription.Track(
            kind(codec),
            codec,
            sets.profile(),
            sets.level(),
            size.width(),
            size.height(),
            rate,
            payloadType,
            clockRate(encoding),
            control);
    return new SdpTrack(description, parameters, sets.nalUnits());
  }

  private TrackKind kind(String codec) {
    if (codec.startsWith("VND.ONVIF.METADATA")) {
      return TrackKind.METADATA;
    }
    return switch (mediaLine[0].toLowerCase(Locale.ROOT)) {
      case "video" -> TrackKind.VIDEO;
      case "audio" -> TrackKind.AUDIO;
      default -> TrackKind.OTHER;
    };
  }

  private int payloadType() {
    int number = mediaLine.length > 3 ? number(mediaLine[3]) : 0;
    return number <= 127 ? number : 0;
  }

  /** The {@code a=rtpmap}, or what RFC 3551 §6 says of a payload type that needs none. */
  private String encoding(int payloadType) {
    String map = ofPayload("rtpmap", payloadType);
    if (map != null && !map.startsWith("/")) {
      return map;
    }
    return switch (payloadType) {
      case 0 -> "PCMU/8000";
      case 8 -> "PCMA/8000";
      case 14 -> "MPA/90000";
      case 26 -> "JPEG/90000";
      case 32 -> "MPV/90000";
      case 33 -> "MP2T/90000";
      default -> "UNKNOWN";
    };
  }

  private static int clockRate(String[] encoding) {
    int told = encoding.length > 1 ? number(encoding[1].strip()) : 0;
    return told > 0 ? told : VIDEO_CLOCK_RATE;
  }

  private Map<String, String> formatParameters(int payloadType) {
    String line = ofPayload("fmtp", payloadType);
    Map<String, String> parameters = new HashMap<>();
    if (line == null) {
      return parameters;
    }
    for (String part : line.split(";", MAX_FORMAT_PARAMETERS)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    return parameters;
  }

  /** {@code a=framerate} (RFC 8866 §6.13), and the spelling of some cameras. */
  private double attributeRate() {
    double rate = rate(attribute("framerate"));
    return rate > 0 ? rate : rate(attribute("x-framerate"));
  }

  private static double rate(@Nullable String value) {
    if (value == null || !value.matches("[0-9]{1,4}(\\.[0-9]{1,9})?")) {
      return 0;
    }
    return SdpParameterSets.plausibleRate(Double.parseDouble(value));
  }

  /** A number of at most nine digits, or 0. */
  static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** The value of an attribute that may begin with the payload type. */
  String sizeAttribute(String name, int payloadType) {
    String ofPayload = ofPayload(name, payloadType);
    String plain = attribute(name);
    return ofPayload != null ? ofPayload : plain != null ? plain : "";
  }
}
