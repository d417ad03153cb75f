package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraHealth.Cause;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two channels that a track's packets come on between messages (RFC 2326 §12.39).
 *
 * @param rtp 0 to 255
 * @param rtcp 0 to 255
 */
record RtspTransport(int rtp, int rtcp) {

  private static final Pattern INTERLEAVED =
      Pattern.compile("interleaved=([0-9]{1,3})(?:-([0-9]{1,3}))?");

  String header() {
    return "RTP/AVP/TCP;unicast;interleaved=" + rtp + "-" + rtcp;
  }

  /**
   * Reads what the camera agreed to.
   *
   * @param header its {@code Transport}; where it says nothing of channels, what was asked for
   *     holds
   * @throws RtspException if it is not over this connection
   */
  RtspTransport agreed(String header) {
    Matcher channels = INTERLEAVED.matcher(header.toLowerCase(Locale.ROOT));
    if (!channels.find()) {
      if (header.contains("server_port")) {
        throw new RtspException(Cause.PROTOCOL_ERROR, "It sends by UDP although asked for TCP");
      }
      return this;
    }
    int first = Integer.parseInt(channels.group(1));
    int second = channels.group(2) == null ? first + 1 : Integer.parseInt(channels.group(2));
    if (first > 255 || second > 255 || first == second) {
      throw new RtspException(Cause.PROTOCOL_ERROR, "Impossible channels: " + header);
    }
    return new RtspTransport(first, second);
  }
}
