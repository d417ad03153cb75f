package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks cameras what they are, and opens their streams. */
public final class RtspClient {

  /** Makes a client; nothing is opened yet. */
  public RtspClient(Vertx vertx, RtspOptions options) {}

  /**
   * Asks a camera what it is (DESCRIBE).
   *
   * @return fails with {@link RtspException} only
   */
  public Future<CameraDescription> describe(
      RtspAddress address, @Nullable RtspCredentials credentials) {
    return Future.failedFuture("not connected");
  }

  /**
   * Opens a stream, over TCP, on one connection.
   *
   * @param wanted of each kind the first track that can be used is opened; VIDEO must be there if
   *     wanted, the others may be missing
   * @param handler gets the media, possibly before the future succeeds
   * @return fails with {@link RtspException} only; then the handler is told nothing
   */
  public Future<RtspSession> open(
      RtspAddress address,
      @Nullable RtspCredentials credentials,
      Set<TrackKind> wanted,
      RtspMediaHandler handler) {
    return Future.failedFuture("not connected");
  }
}
