package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import java.util.List;
import java.util.Map;

/**
 * One media section of an SDP (RFC 8866 §5.14), with what a depacketiser and a decoder need.
 *
 * @param description what the track is, in the words of the camera's description
 * @param formatParameters the {@code a=fmtp} of the payload type (RFC 6184 §8.1, RFC 7798 §7.1):
 *     names in lower case, values as written
 * @param parameterSets the NAL units of {@code sprop-parameter-sets} or {@code sprop-vps}, {@code
 *     -sps}, {@code -pps}, in this order, without start codes; not to be changed
 */
public record SdpTrack(
    CameraDescription.Track description,
    Map<String, String> formatParameters,
    List<byte[]> parameterSets) {

  /** Copies map and list. */
  public SdpTrack {
    formatParameters = Map.copyOf(formatParameters);
    parameterSets = List.copyOf(parameterSets);
  }

  /** What it carries. */
  public CameraDescription.TrackKind kind() {
    return description.kind();
  }

  /** The RTP encoding name in upper case. */
  public String codec() {
    return description.codec();
  }

  /** The RTP payload type. */
  public int payloadType() {
    return description.payloadType();
  }

  /** RTP timestamp units per second. */
  public int clockRate() {
    return description.clockRate();
  }

  /** The URL for SETUP, absolute. */
  String control() {
    return description.control();
  }
}
