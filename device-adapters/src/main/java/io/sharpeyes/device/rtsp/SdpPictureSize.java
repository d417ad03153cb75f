package io.sharpeyes.device.rtsp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a picture where it is told beside the parameter sets; 0 by 0 if it isn't.
 *
 * @param width pixels
 * @param height pixels
 */
record SdpPictureSize(int width, int height) {

  private static final SdpPictureSize UNKNOWN = new SdpPictureSize(0, 0);
  private static final int MAX_SIDE = 16_384;
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})\\s*[-x,]\\s*([0-9]{1,5})");

  /** {@code a=framesize:96 1920-1080} (3GPP TS 26.234 §5.3.3), {@code a=x-dimensions:1920,1080}. */
  static SdpPictureSize of(SdpSection section, int payloadType) {
    SdpPictureSize size = parse(section.sizeAttribute("framesize", payloadType));
    return size.width > 0 ? size : parse(section.sizeAttribute("x-dimensions", payloadType));
  }

  private static SdpPictureSize parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.find()) {
      return UNKNOWN;
    }
    int width = Integer.parseInt(size.group(1));
    int height = Integer.parseInt(size.group(2));
    boolean plausible = width > 0 && width <= MAX_SIDE && height > 0 && height <= MAX_SIDE;
    return plausible ? new SdpPictureSize(width, height) : UNKNOWN;
  }
}
