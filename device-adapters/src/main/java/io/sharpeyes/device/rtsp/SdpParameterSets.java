package io.sharpeyes.device.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets that an SDP carries, and what they say; what can't be read is left out.
 *
 * @param nalUnits without start codes
 * @param profile null if not told
 * @param level null if not told
 * @param width pixels, or 0
 * @param height pixels, or 0
 * @param framesPerSecond or 0
 */
record SdpParameterSets(
    List<byte[]> nalUnits,
    @Nullable String profile,
    @Nullable String level,
    int width,
    int height,
    double framesPerSecond) {

  private static final int MAX_SETS = 16;
  private static final int MAX_SET_BYTES = 4096;
  private static final double MAX_RATE = 240;

  /** Takes the {@code a=fmtp} of a track: RFC 6184 §8.1 for H.264, RFC 7798 §7.1 for H.265. */
  static SdpParameterSets of(String codec, Map<String, String> format) {
    return switch (codec) {
      case "H264" -> ofH264(format);
      case "H265" -> ofH265(format);
      default -> new SdpParameterSets(List.of(), null, null, 0, 0, 0);
    };
  }

  private static SdpParameterSets ofH264(Map<String, String> format) {
    List<byte[]> units = decode(format.getOrDefault("sprop-parameter-sets", ""));
    for (byte[] unit : units) {
      try {
        if ((unit[0] & 0x1f) == 7) {
          H264Sps sps = H264Sps.parse(unit);
          double rate = plausibleRate(sps.framesPerSecond());
          return new SdpParameterSets(
              units, sps.profileName(), sps.levelName(), sps.width(), sps.height(), rate);
        }
      } catch (IllegalArgumentException e) {
        // The next may be better, and the stream brings its own.
      }
    }
    return ofProfileLevelId(units, format.getOrDefault("profile-level-id", ""));
  }

  private static SdpParameterSets ofProfileLevelId(List<byte[]> units, String id) {
    if (!id.matches("[0-9A-Fa-f]{6}")) {
      return new SdpParameterSets(units, null, null, 0, 0, 0);
    }
    byte[] bytes = HexFormat.of().parseHex(id);
    int profile = bytes[0] & 0xff;
    int constraints = bytes[1] & 0xff;
    int level = bytes[2] & 0xff;
    return new SdpParameterSets(
        units,
        H264Sps.profileName(profile, constraints),
        H264Sps.levelName(profile, constraints, level),
        0,
        0,
        0);
  }

  private static SdpParameterSets ofH265(Map<String, String> format) {
    List<byte[]> units = new ArrayList<>(decode(format.getOrDefault("sprop-vps", "")));
    List<byte[]> sequence = decode(format.getOrDefault("sprop-sps", ""));
    units.addAll(sequence);
    units.addAll(decode(format.getOrDefault("sprop-pps", "")));
    for (byte[] unit : sequence) {
      try {
        H265Sps sps = H265Sps.parse(unit);
        double rate = plausibleRate(sps.framesPerSecond());
        return new SdpParameterSets(
            units, sps.profileName(), sps.levelName(), sps.width(), sps.height(), rate);
      } catch (IllegalArgumentException e) {
        // The next may be better, and the stream brings its own.
      }
    }
    int profile = SdpSection.number(format.getOrDefault("profile-id", ""));
    int level = SdpSection.number(format.getOrDefault("level-id", ""));
    return new SdpParameterSets(
        units,
        profile > 0 ? H265Sps.profileName(profile) : null,
        level > 0 ? H265Sps.levelName(level) : null,
        0,
        0,
        0);
  }

  /** A rate that a camera can have, else 0: some write the clock rate into it. */
  static double plausibleRate(double rate) {
    return rate > 0 && rate <= MAX_RATE ? rate : 0;
  }

  private static List<byte[]> decode(String commaSeparated) {
    List<byte[]> units = new ArrayList<>();
    for (String part : commaSeparated.split(",", MAX_SETS + 1)) {
      byte[] unit = withoutStartCode(decodeOne(part.strip()));
      if (unit.length > 1 && unit.length <= MAX_SET_BYTES && units.size() < MAX_SETS) {
        units.add(unit);
      }
    }
    return units;
  }

  private static byte[] decodeOne(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Some cameras encode the start code (H.264 Annex B) with it. */
  private static byte[] withoutStartCode(byte[] unit) {
    int zeros = 0;
    while (zeros < unit.length && unit[zeros] == 0) {
      zeros++;
    }
    boolean hasStartCode = zeros >= 2 && zeros < unit.length && unit[zeros] == 1;
    return hasStartCode ? Arrays.copyOfRange(unit, zeros + 1, unit.length) : unit;
  }
}
