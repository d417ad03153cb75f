package io.sharpeyes.device.simulator;

import io.sharpeyes.device.rtsp.VideoCodec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a simulated camera looks at: a drawn scene that moves and loops every 9.6 seconds. */
public enum CameraScene {
  /** A school's gate; people walk by, the gate slides. */
  SCHOOL_GATE,
  /** A village junction with a motor tricycle and cars. */
  VILLAGE_JUNCTION,
  /** A household's yard with hens and a tree in the wind. */
  HOUSEHOLD_YARD,
  /** A shop front under a lamp at night. */
  SHOP_AT_NIGHT,
  /** A road between fields, mountains behind. */
  FIELD_ROAD,
  /** A bridge over the river in rain. */
  RIVER_BRIDGE;

  /** H.265 samples are large in the jar and needed only to show that H.265 is handled. */
  private static final Set<CameraScene> IN_H265 = Set.of(FIELD_ROAD, RIVER_BRIDGE);

  private static final Map<String, EncodedSample> LOADED = new ConcurrentHashMap<>();

  /** Says whether there is a sample of this scene in that codec. */
  public boolean has(VideoCodec codec) {
    return codec == VideoCodec.H264 || IN_H265.contains(this);
  }

  /** The main stream: 640 x 360 pixels. */
  EncodedSample main(VideoCodec codec) {
    return sample("", codec, 640, 360);
  }

  /** The sub-stream, always H.264: 320 x 180 pixels. */
  EncodedSample sub() {
    return sample("-sub", VideoCodec.H264, 320, 180);
  }

  private EncodedSample sample(String suffix, VideoCodec codec, int width, int height) {
    String file =
        name().toLowerCase(Locale.ROOT).replace('_', '-')
            + suffix
            + "."
            + codec.name().toLowerCase(Locale.ROOT);
    return LOADED.computeIfAbsent(
        file, f -> EncodedSample.load(f, PictureCodec.of(codec), width, height));
  }
}
