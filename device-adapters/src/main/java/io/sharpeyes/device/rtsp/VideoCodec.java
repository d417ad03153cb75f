package io.sharpeyes.device.rtsp;

/** The video codecs that are taken apart, and what their NAL unit types mean. */
public enum VideoCodec {
  /** ITU-T H.264; NAL unit types by table 7-1. */
  H264 {
    @Override
    int nalType(byte header) {
      return header & 0x1f;
    }

    @Override
    boolean isSlice(int type) {
      return type >= 1 && type <= 5;
    }

    @Override
    boolean isKeySlice(int type) {
      return type == 5;
    }

    @Override
    boolean isParameterSet(int type) {
      return type == 7 || type == 8;
    }

    @Override
    boolean isSkippedLeading(int type) {
      return false;
    }

    @Override
    boolean isBaseLayer(byte header, byte next) {
      return true;
    }

    @Override
    int headerBytes() {
      return 1;
    }
  },
  /** ITU-T H.265; NAL unit types by table 7-1. */
  H265 {
    @Override
    int nalType(byte header) {
      return (header >> 1) & 0x3f;
    }

    @Override
    boolean isSlice(int type) {
      return type <= 9 || isKeySlice(type);
    }

    @Override
    boolean isKeySlice(int type) {
      return type >= 16 && type <= 21;
    }

    @Override
    boolean isParameterSet(int type) {
      return type >= 32 && type <= 34;
    }

    @Override
    boolean isSkippedLeading(int type) {
      return type == 8 || type == 9;
    }

    @Override
    boolean isBaseLayer(byte header, byte next) {
      return (header & 1) == 0 && (next & 0xf8) == 0;
    }

    @Override
    int headerBytes() {
      return 2;
    }
  };

  /**
   * Finds a codec by its RTP encoding name.
   *
   * @throws IllegalArgumentException if it is another one
   */
  static VideoCodec named(String encodingName) {
    return switch (encodingName) {
      case "H264" -> H264;
      case "H265" -> H265;
      default ->
          throw new IllegalArgumentException(
              "The camera sends " + encodingName + ", which isn't taken apart; H264 and H265 are");
    };
  }

  /** Reads the type from the first byte of a NAL unit. */
  abstract int nalType(byte header);

  /** Says whether the type is a coded slice of the base layer. */
  abstract boolean isSlice(int type);

  /** Says whether the slice belongs to a picture that decoding can start at: IDR, BLA, CRA. */
  abstract boolean isKeySlice(int type);

  /** Says whether the type is a video, sequence or picture parameter set. */
  abstract boolean isParameterSet(int type);

  /**
   * Says whether the slice belongs to a picture (RASL) that can't be decoded if decoding started at
   * the key frame before it.
   */
  abstract boolean isSkippedLeading(int type);

  /** Says whether nuh_layer_id is 0; H.264 tells layers by other types. */
  abstract boolean isBaseLayer(byte header, byte next);

  /** How many bytes the NAL unit header has. */
  abstract int headerBytes();
}
