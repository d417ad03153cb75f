package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866), as far as it matters here.
 *
 * @param sessionName the {@code s=} line, cleaned; may be empty
 * @param control the URL for PLAY and TEARDOWN of all tracks together, absolute
 * @param tracks the media sections in order
 */
record Sdp(String sessionName, String control, List<SdpTrack> tracks) {

  CameraDescription describe(@Nullable String server) {
    return new CameraDescription(
        server, sessionName, tracks.stream().map(SdpTrack::description).toList());
  }
}
