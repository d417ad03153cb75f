package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks cameras what they are, and opens their streams. Each call works on the caller's event loop,
 * or on one of Vert.x's if the caller has none; the future completes there. Any thread.
 */
public final class RtspClient {

  private final VertxInternal vertx;
  private final RtspOptions options;
  private final RtspDescriber describer;

  /** Makes a client; nothing is opened yet. */
  public RtspClient(Vertx vertx, RtspOptions options) {
    this.vertx = (VertxInternal) vertx;
    this.options = options;
    this.describer = new RtspDescriber(new RtspConnector(this.vertx, options));
  }

  /**
   * Asks a camera what it is (DESCRIBE).
   *
   * @param credentials null if the camera has none
   * @return fails with {@link RtspException} only
   */
  public Future<CameraDescription> describe(
      RtspAddress address, @Nullable RtspCredentials credentials) {
    return onEventLoop(
            context -> describe(context, address, credentials, options.describeTimeout()))
        .map(RtspDescriber.Described::description);
  }

  /** Asks, and closes the connection; called on the event loop. */
  Future<RtspDescriber.Described> describe(
      ContextInternal context,
      RtspAddress address,
      @Nullable RtspCredentials credentials,
      Duration limit) {
    return describer
        .describe(context, address, credentials, limit)
        .onSuccess(described -> described.dialog().connection().close());
  }

  /**
   * Opens a stream, over TCP, on one connection.
   *
   * @param credentials null if the camera has none
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
    return onEventLoop(
        context ->
            describer
                .describe(context, address, credentials, options.describeTimeout())
                .compose(described -> RtspSession.start(described, wanted, options, handler)));
  }

  private <T> Future<T> onEventLoop(Function<ContextInternal, Future<T>> work) {
    ContextInternal current = vertx.getOrCreateContext();
    ContextInternal context =
        current.isEventLoopContext() ? current : vertx.createEventLoopContext();
    Promise<T> done = context.promise();
    context.runOnContext(start -> work.apply(context).onComplete(done));
    return done.future();
  }
}
