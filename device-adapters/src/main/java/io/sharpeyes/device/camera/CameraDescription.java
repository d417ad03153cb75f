package io.sharpeyes.device.camera;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a camera is, as it describes itself by SDP (RFC 8866) in answer to RTSP DESCRIBE (RFC 2326,
 * RFC 7826).
 *
 * @param server the RTSP {@code Server} header, or null
 * @param sessionName the SDP {@code s=} line
 * @param tracks the media tracks in the order of the SDP
 */
public record CameraDescription(@Nullable String server, String sessionName, List<Track> tracks) {

  /** Copies the list. */
  public CameraDescription {
    tracks = List.copyOf(tracks);
  }

  /** The kind of a track. */
  public enum TrackKind {
    /** Pictures. */
    VIDEO,
    /** Sound; never opened. */
    AUDIO,
    /** ONVIF metadata ({@code application/vnd.onvif.metadata}). */
    METADATA,
    /** Anything else; never opened. */
    OTHER
  }

  /**
   * One track.
   *
   * @param kind what it carries
   * @param codec the RTP encoding name in upper case: {@code H264}, {@code H265}, {@code JPEG} …
   * @param profile the codec's profile in words, for instance {@code High}, or null if not told
   * @param level the codec's level as in its standard, for instance {@code 4.1}, or null
   * @param width pixels, or 0 if not told
   * @param height pixels, or 0 if not told
   * @param framesPerSecond pictures per second, or 0 if not told
   * @param payloadType the RTP payload type, 0 to 127
   * @param clockRate RTP timestamp units per second
   * @param control the absolute or relative control URL, without credentials
   */
  public record Track(
      TrackKind kind,
      String codec,
      @Nullable String profile,
      @Nullable String level,
      int width,
      int height,
      double framesPerSecond,
      int payloadType,
      int clockRate,
      String control) {}
}
