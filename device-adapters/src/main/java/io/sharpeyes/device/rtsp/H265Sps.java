package io.sharpeyes.device.rtsp;

/**
 * What an H.265 sequence parameter set says (ITU-T H.265 §7.3.2.2, §E.2.1).
 *
 * @param profileIdc general_profile_idc
 * @param levelIdc general_level_idc, thirty times the level
 * @param width pixels after the conformance window
 * @param height pixels after the conformance window
 * @param framesPerSecond pictures per second by the timing of the VUI, or 0 if it tells none
 */
public record H265Sps(int profileIdc, int levelIdc, int width, int height, double framesPerSecond) {

  private static final int MAX_PIXELS_ON_A_SIDE = 16_384;
  private static final int MAX_SHORT_TERM_SETS = 64;
  private static final int MAX_PICTURES_IN_SET = 16;
  private static final int MAX_LONG_TERM_PICTURES = 32;

  /**
   * Parses one NAL unit of type 33.
   *
   * @param nal the NAL unit with its two header bytes, without start code
   * @throws IllegalArgumentException if it isn't one, ends early or holds impossible values
   */
  public static H265Sps parse(byte[] nal) {
    if (nal.length < 4 || (nal[0] >> 1 & 0x3f) != 33) {
      throw new IllegalArgumentException("Not an H.265 sequence parameter set");
    }
    RbspReader in = new RbspReader(nal, 2);
    in.skip(4);
    int subLayers = (int) in.bits(3);
    in.skip(1);
    in.skip(3);
    int profileIdc = (int) in.bits(5);
    in.skip(32 + 4 + 43 + 1);
    int levelIdc = (int) in.bits(8);
    skipSubLayerLevels(in, subLayers);
    in.unsigned(15);
    int chromaFormat = in.unsigned(3);
    boolean separatePlanes = chromaFormat == 3 && in.flag();
    int width = in.unsigned(MAX_PIXELS_ON_A_SIDE);
    int height = in.unsigned(MAX_PIXELS_ON_A_SIDE);
    if (in.flag()) {
      boolean halfWidth = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2);
      int unitX = halfWidth ? 2 : 1;
      int unitY = chromaFormat == 1 ? 2 : 1;
      width -= unitX * (in.unsigned(width) + in.unsigned(width));
      height -= unitY * (in.unsigned(height) + in.unsigned(height));
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("The sequence parameter set crops the picture away");
    }
    return new H265Sps(profileIdc, levelIdc, width, height, readRate(in, subLayers));
  }

  static void skipSubLayerLevels(RbspReader in, int subLayers) {
    if (subLayers == 0) {
      return;
    }
    long present = in.bits(16);
    for (int i = 0; i < subLayers; i++) {
      boolean profilePresent = (present >> (15 - 2 * i) & 1) == 1;
      boolean levelPresent = (present >> (14 - 2 * i) & 1) == 1;
      in.skip((profilePresent ? 88 : 0) + (levelPresent ? 8 : 0));
    }
  }

  /** The size is worth having although what follows is odd or cut short: then no rate is told. */
  private static double readRate(RbspReader in, int subLayers) {
    try {
      skipToVui(in, subLayers);
      return in.flag() ? readVuiRate(in) : 0;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static void skipToVui(RbspReader in, int subLayers) {
    in.skipUnsigned(2);
    int pictureOrderBits = in.unsigned(12) + 4;
    in.skipUnsigned(in.flag() ? 3 * (subLayers + 1) : 3);
    in.skipUnsigned(6);
    boolean scalingListsEnabled = in.flag();
    if (scalingListsEnabled && in.flag()) {
      skipScalingLists(in);
    }
    in.skip(2);
    if (in.flag()) {
      in.skip(8);
      in.skipUnsigned(2);
      in.skip(1);
    }
    skipShortTermSets(in);
    if (in.flag()) {
      int pictures = in.unsigned(MAX_LONG_TERM_PICTURES);
      in.skip(pictures * (pictureOrderBits + 1));
    }
    in.skip(2);
  }

  /** §7.3.4. */
  private static void skipScalingLists(RbspReader in) {
    for (int size = 0; size < 4; size++) {
      for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
        boolean coefficientsFollow = in.flag();
        if (coefficientsFollow) {
          in.skipUnsigned((size > 1 ? 1 : 0) + Math.min(64, 1 << (4 + 2 * size)));
        } else {
          in.unsigned();
        }
      }
    }
  }

  /** §7.3.7: a set may be told by what differs from the one before it. */
  private static void skipShortTermSets(RbspReader in) {
    int sets = in.unsigned(MAX_SHORT_TERM_SETS);
    int picturesBefore = 0;
    for (int i = 0; i < sets; i++) {
      boolean predicted = i > 0 && in.flag();
      picturesBefore = predicted ? skipPredictedSet(in, picturesBefore) : skipExplicitSet(in);
    }
  }

  private static int skipPredictedSet(RbspReader in, int picturesBefore) {
    in.skip(1);
    in.unsigned();
    int pictures = 0;
    for (int i = 0; i <= picturesBefore; i++) {
      boolean usedByCurrent = in.flag();
      boolean useDelta = usedByCurrent || in.flag();
      pictures += useDelta ? 1 : 0;
    }
    if (pictures > 2 * MAX_PICTURES_IN_SET) {
      throw new IllegalArgumentException("A reference picture set of " + pictures + " pictures");
    }
    return pictures;
  }

  private static int skipExplicitSet(RbspReader in) {
    int pictures = in.unsigned(MAX_PICTURES_IN_SET) + in.unsigned(MAX_PICTURES_IN_SET);
    for (int i = 0; i < pictures; i++) {
      in.unsigned();
      in.skip(1);
    }
    return pictures;
  }

  private static double readVuiRate(RbspReader in) {
    H264Sps.skipVuiPictureInfo(in);
    in.skip(3);
    if (in.flag()) {
      in.skipUnsigned(4);
    }
    if (!in.flag()) {
      return 0;
    }
    long unitsInTick = in.bits(32);
    long timeScale = in.bits(32);
    return unitsInTick == 0 ? 0 : (double) timeScale / unitsInTick;
  }

  /** Names the profile as H.265 Annex A does, for instance {@code Main 10}. */
  public String profileName() {
    return profileName(profileIdc);
  }

  static String profileName(int profileIdc) {
    return switch (profileIdc) {
      case 1 -> "Main";
      case 2 -> "Main 10";
      case 3 -> "Main Still Picture";
      case 4 -> "Format Range Extensions";
      default -> "profile " + profileIdc;
    };
  }

  /** Names the level, for instance {@code 4.1}. */
  public String levelName() {
    return levelName(levelIdc);
  }

  static String levelName(int levelIdc) {
    return levelIdc / 30 + "." + levelIdc % 30 / 3;
  }
}
