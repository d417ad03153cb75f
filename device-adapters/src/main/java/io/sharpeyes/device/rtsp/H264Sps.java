package io.sharpeyes.device.rtsp;

import java.util.Locale;
import java.util.Set;

/**
 * What an H.264 sequence parameter set says (ITU-T H.264 §7.3.2.1, §E.1).
 *
 * @param profileIdc profile_idc
 * @param constraints the byte of constraint_set flags
 * @param levelIdc level_idc, ten times the level
 * @param width pixels after cropping
 * @param height pixels after cropping
 * @param framesPerSecond pictures per second by the timing of the VUI, or 0 if it tells none
 * @param reorderedPictures by how many pictures decoding runs ahead of showing, or {@link #UNTOLD}
 */
public record H264Sps(
    int profileIdc,
    int constraints,
    int levelIdc,
    int width,
    int height,
    double framesPerSecond,
    int reorderedPictures) {

  /** The parameter set doesn't say. */
  public static final int UNTOLD = -1;

  static final Set<Integer> PROFILES_WITH_CHROMA =
      Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);
  private static final int BASELINE = 66;
  private static final int MAX_REORDERED = 16;
  private static final int MAX_MACROBLOCKS = 1024;
  private static final int EXTENDED_SAR = 255;

  /**
   * Parses one NAL unit of type 7.
   *
   * @param nal the NAL unit with its header byte, without start code
   * @throws IllegalArgumentException if it isn't one, ends early or holds impossible values
   */
  public static H264Sps parse(byte[] nal) {
    if (nal.length < 4 || (nal[0] & 0x1f) != 7) {
      throw new IllegalArgumentException("Not an H.264 sequence parameter set");
    }
    RbspReader in = new RbspReader(nal, 1);
    int profileIdc = (int) in.bits(8);
    int constraints = (int) in.bits(8);
    int levelIdc = (int) in.bits(8);
    in.unsigned(31);
    int chromaFormat = PROFILES_WITH_CHROMA.contains(profileIdc) ? readChroma(in) : 1;
    boolean shownAsDecoded = skipPictureOrder(in) == 2 || profileIdc == BASELINE;
    int widthInMacroblocks = in.unsigned(MAX_MACROBLOCKS - 1) + 1;
    int heightInMapUnits = in.unsigned(MAX_MACROBLOCKS - 1) + 1;
    int fieldFactor = in.flag() ? 1 : 2;
    in.skip(fieldFactor); // mb_adaptive_frame_field_flag if there are fields, direct_8x8_inference
    int width = widthInMacroblocks * 16;
    int height = heightInMapUnits * fieldFactor * 16;
    if (in.flag()) {
      int unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
      int unitY = (chromaFormat == 1 ? 2 : 1) * fieldFactor;
      width -= unitX * (in.unsigned(width) + in.unsigned(width));
      height -= unitY * (in.unsigned(height) + in.unsigned(height));
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("The sequence parameter set crops the picture away");
    }
    Vui vui = readVui(in);
    int reordered = shownAsDecoded ? 0 : vui.reordered();
    return new H264Sps(profileIdc, constraints, levelIdc, width, height, vui.rate(), reordered);
  }

  /** Returns ChromaArrayType: 0 where the colour planes are coded apart (§7.4.2.1.1). */
  private static int readChroma(RbspReader in) {
    int format = in.unsigned(3);
    boolean separatePlanes = format == 3 && in.flag();
    in.skipUnsigned(2);
    in.skip(1);
    if (in.flag()) {
      skipScalingLists(in, format == 3 ? 12 : 8);
    }
    return separatePlanes ? 0 : format;
  }

  private static void skipScalingLists(RbspReader in, int count) {
    for (int i = 0; i < count; i++) {
      if (in.flag()) {
        skipScalingList(in, i < 6 ? 16 : 64);
      }
    }
  }

  private static void skipScalingList(RbspReader in, int size) {
    long last = 8;
    for (int i = 0; i < size; i++) {
      long next = (last + in.signed()) & 0xff;
      if (next == 0) {
        return;
      }
      last = next;
    }
  }

  /** Returns pic_order_cnt_type; with 2 pictures are shown as they are decoded (§8.2.1.3). */
  private static int skipPictureOrder(RbspReader in) {
    in.unsigned();
    int type = in.unsigned(2);
    if (type == 0) {
      in.unsigned();
    } else if (type == 1) {
      in.skip(1);
      in.skipUnsigned(2);
      in.skipUnsigned(in.unsigned(255));
    }
    in.unsigned();
    in.skip(1);
    return type;
  }

  private record Vui(double rate, int reordered) {}

  /** The size is worth having although a sloppy encoder cut the VUI short: then it tells less. */
  private static Vui readVui(RbspReader in) {
    double rate = 0;
    int reordered = UNTOLD;
    try {
      if (in.flag()) {
        rate = readVuiRate(in);
        reordered = readVuiReordered(in);
      }
    } catch (IllegalArgumentException e) {
      return new Vui(rate, reordered);
    }
    return new Vui(rate, reordered);
  }

  private static double readVuiRate(RbspReader in) {
    skipVuiPictureInfo(in);
    if (!in.flag()) {
      return 0;
    }
    long unitsInTick = in.bits(32);
    long timeScale = in.bits(32);
    in.skip(1);
    // A tick is a field, also in a progressive stream (§E.2.1, num_units_in_tick).
    return unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
  }

  private static int readVuiReordered(RbspReader in) {
    boolean nalHrd = skipHrd(in);
    boolean vclHrd = skipHrd(in);
    in.skip(nalHrd || vclHrd ? 2 : 1);
    if (!in.flag()) {
      return UNTOLD;
    }
    in.skip(1);
    in.skipUnsigned(4);
    return in.unsigned(MAX_REORDERED);
  }

  /** §E.1.2. */
  private static boolean skipHrd(RbspReader in) {
    boolean present = in.flag();
    if (present) {
      int buffers = in.unsigned(31) + 1;
      in.skip(8);
      for (int i = 0; i < buffers; i++) {
        in.skipUnsigned(2);
        in.skip(1);
      }
      in.skip(20);
    }
    return present;
  }

  /** Skips what H.264 §E.1.1 and H.265 §E.2.1 have in common before they part. */
  static void skipVuiPictureInfo(RbspReader in) {
    if (in.flag() && in.bits(8) == EXTENDED_SAR) {
      in.skip(32);
    }
    if (in.flag()) {
      in.skip(1);
    }
    if (in.flag()) {
      in.skip(4);
      if (in.flag()) {
        in.skip(24);
      }
    }
    if (in.flag()) {
      in.skipUnsigned(2);
    }
  }

  /** Names the profile as H.264 Annex A does, for instance {@code Constrained Baseline}. */
  public String profileName() {
    return profileName(profileIdc, constraints);
  }

  static String profileName(int profileIdc, int constraints) {
    return switch (profileIdc) {
      case 66 -> (constraints & 0x40) != 0 ? "Constrained Baseline" : "Baseline";
      case 77 -> "Main";
      case 88 -> "Extended";
      case 100 -> "High";
      case 110 -> "High 10";
      case 122 -> "High 4:2:2";
      case 244 -> "High 4:4:4 Predictive";
      default -> "profile " + profileIdc;
    };
  }

  /** Names the level, for instance {@code 4.1}, or {@code 1b} (§A.3.4). */
  public String levelName() {
    return levelName(profileIdc, constraints, levelIdc);
  }

  static String levelName(int profileIdc, int constraints, int levelIdc) {
    boolean upToExtended = profileIdc == 66 || profileIdc == 77 || profileIdc == 88;
    if (levelIdc == 9 || (levelIdc == 11 && upToExtended && (constraints & 0x10) != 0)) {
      return "1b";
    }
    return levelIdc / 10 + "." + levelIdc % 10;
  }

  /** The RFC 6381 codec string, for instance {@code avc1.64001F}, as browsers want it. */
  public String codecString() {
    return String.format(Locale.ROOT, "avc1.%02X%02X%02X", profileIdc, constraints, levelIdc);
  }
}
