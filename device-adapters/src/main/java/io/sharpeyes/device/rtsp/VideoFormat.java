package io.sharpeyes.device.rtsp;

import java.util.Locale;

/**
 * What a player must know of a video stream before its first picture, read from the parameter sets.
 *
 * @param width pixels
 * @param height pixels
 * @param chromaFormat chroma_format_idc: 0 grey, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
 * @param lumaBits bits of a luma sample
 * @param chromaBits bits of a chroma sample
 * @param profile which decoders can follow
 * @param temporalLayers how many the stream has, 1 with H.264
 * @param temporalNesting sps_temporal_id_nesting_flag, false with H.264
 * @param framesPerSecond by the timing of the VUI, or 0 if it tells none
 * @param reorderedPictures by how many pictures decoding runs ahead of showing, or {@link
 *     H264Sps#UNTOLD}
 * @param codecString by RFC 6381, as browsers want it, for instance {@code avc1.64001F} or {@code
 *     hvc1.1.6.L93.B0}
 */
public record VideoFormat(
    int width,
    int height,
    int chromaFormat,
    int lumaBits,
    int chromaBits,
    Profile profile,
    int temporalLayers,
    boolean temporalNesting,
    double framesPerSecond,
    int reorderedPictures,
    String codecString) {

  /**
   * Profile, tier and level as they are written in the parameter set.
   *
   * @param idc H.264 profile_idc; H.265 general_profile_space (2 bits), tier flag (1), idc (5)
   * @param compatibility H.264 the byte of constraint_set flags; H.265 the 32 flags of general
   *     profile compatibility
   * @param constraints H.265 the 48 bits of general constraint flags; H.264 0
   * @param level level_idc
   */
  public record Profile(int idc, long compatibility, long constraints, int level) {}

  private static final int MAX_BITS_ABOVE_8 = 6;
  private static final int MAX_REORDERED = 16;
  private static final int MAX_PIXELS_ON_A_SIDE = 16_384;

  /**
   * Reads the first sequence parameter set.
   *
   * @throws IllegalArgumentException if it ends early or holds impossible values
   */
  static VideoFormat of(ParameterSets sets) {
    byte[] sps = sets.sequence().get(0);
    return sets.codec() == VideoCodec.H264 ? ofH264(sps) : ofH265(sps);
  }

  /** ITU-T H.264 §7.3.2.1.1. */
  private static VideoFormat ofH264(byte[] nal) {
    H264Sps sps = H264Sps.parse(nal);
    RbspReader in = new RbspReader(nal, 1);
    in.skip(24);
    in.unsigned(31);
    boolean told = H264Sps.PROFILES_WITH_CHROMA.contains(sps.profileIdc());
    int chroma = told ? in.unsigned(3) : 1;
    in.skip(chroma == 3 ? 1 : 0);
    int lumaBits = 8 + (told ? in.unsigned(MAX_BITS_ABOVE_8) : 0);
    int chromaBits = 8 + (told ? in.unsigned(MAX_BITS_ABOVE_8) : 0);
    Profile profile = new Profile(sps.profileIdc(), sps.constraints(), 0, sps.levelIdc());
    return new VideoFormat(
        sps.width(),
        sps.height(),
        chroma,
        lumaBits,
        chromaBits,
        profile,
        1,
        false,
        sps.framesPerSecond(),
        sps.reorderedPictures(),
        sps.codecString());
  }

  /** ITU-T H.265 §7.3.2.2.1 and §7.3.3. */
  private static VideoFormat ofH265(byte[] nal) {
    H265Sps sps = H265Sps.parse(nal);
    RbspReader in = new RbspReader(nal, 2);
    in.skip(4);
    int subLayers = (int) in.bits(3);
    boolean nesting = in.flag();
    int idc = (int) in.bits(8);
    long compatibility = in.bits(32);
    long constraints = (in.bits(16) << 32) | in.bits(32);
    int level = (int) in.bits(8);
    H265Sps.skipSubLayerLevels(in, subLayers);
    in.unsigned(15);
    int chroma = in.unsigned(3);
    in.skip(chroma == 3 ? 1 : 0);
    in.unsigned(MAX_PIXELS_ON_A_SIDE);
    in.unsigned(MAX_PIXELS_ON_A_SIDE);
    in.skipUnsigned(in.flag() ? 4 : 0);
    int lumaBits = 8 + in.unsigned(MAX_BITS_ABOVE_8);
    int chromaBits = 8 + in.unsigned(MAX_BITS_ABOVE_8);
    Profile profile = new Profile(idc, compatibility, constraints, level);
    return new VideoFormat(
        sps.width(),
        sps.height(),
        chroma,
        lumaBits,
        chromaBits,
        profile,
        subLayers + 1,
        nesting,
        sps.framesPerSecond(),
        readH265Reordered(in, subLayers),
        h265CodecString(profile));
  }

  /** Returns sps_max_num_reorder_pics of the highest layer. */
  private static int readH265Reordered(RbspReader in, int subLayers) {
    in.unsigned(12);
    int layersTold = in.flag() ? subLayers + 1 : 1;
    in.skipUnsigned(3 * (layersTold - 1) + 1);
    return in.unsigned(MAX_REORDERED);
  }

  /** ISO/IEC 14496-15 annex E.3. */
  private static String h265CodecString(Profile profile) {
    int space = profile.idc() >> 6;
    StringBuilder codec = new StringBuilder("hvc1.");
    codec.append(space == 0 ? "" : String.valueOf((char) ('A' + space - 1)));
    codec.append(profile.idc() & 0x1f).append('.');
    codec.append(String.format(Locale.ROOT, "%X", Integer.reverse((int) profile.compatibility())));
    codec.append((profile.idc() & 0x20) == 0 ? ".L" : ".H").append(profile.level());
    for (long left = profile.constraints() << 16; left != 0; left <<= 8) {
      codec.append(String.format(Locale.ROOT, ".%X", left >>> 56));
    }
    return codec.toString();
  }
}
