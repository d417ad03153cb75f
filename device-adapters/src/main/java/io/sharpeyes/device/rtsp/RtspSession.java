package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running stream of one camera: RTP over the RTSP connection (RFC 2326 §10.12), kept alive,
 * watched for stalls. Opened by {@link RtspClient#open}. Methods may be called on any thread; media
 * come on the event loop of {@link RtspMediaHandler}.
 */
public final class RtspSession {

  private static final long TICK_MILLIS = 250;
  private static final long REPORT_TICKS = 5_000 / TICK_MILLIS;
  private static final long MAX_KEEP_ALIVE_TICKS = 30_000 / TICK_MILLIS;
  private static final long TEARDOWN_MILLIS = 1_000;

  private final RtspDialog dialog;
  private final RtspConnection connection;
  private final ContextInternal context;
  private final CameraDescription description;
  private final RtspSetup setup;
  private final RtspMediaHandler handler;
  private final long stallTicks;

  // Touched on the event loop only.
  private @Nullable ScheduledFuture<?> ticker;
  private boolean parameterKeepAlive;
  private boolean playing;
  private boolean paused;
  private boolean leisurely;
  private boolean over;
  private long playedTicks;
  private long silentTicks;
  private long keepAliveTicks;
  private long reportTicks;

  private RtspSession(
      RtspDescriber.Described described,
      RtspSetup setup,
      RtspOptions options,
      RtspMediaHandler handler) {
    this.dialog = described.dialog();
    this.connection = dialog.connection();
    this.context = connection.context();
    this.description = described.description();
    this.setup = setup;
    this.handler = handler;
    this.stallTicks = Math.max(1, options.stallAfter().toMillis() / TICK_MILLIS);
  }

  /** Sets up the tracks and plays them; fails with the connection closed. */
  static Future<RtspSession> start(
      RtspDescriber.Described described,
      Set<TrackKind> wanted,
      RtspOptions options,
      RtspMediaHandler handler) {
    RtspDialog dialog = described.dialog();
    return RtspSetup.of(dialog, described.sdp(), wanted)
        .compose(setup -> new RtspSession(described, setup, options, handler).play())
        .onFailure(failure -> dialog.connection().close());
  }

  private Future<RtspSession> play() {
    connection.listen(
        new RtspConnection.Listener() {
          @Override
          public void onFrame(int channel, ByteBuf packet) {
            RtspSession.this.onFrame(channel, packet);
          }

          @Override
          public void onClosed(RtspException cause) {
            end(cause);
          }
        });
    return setup
        .play(dialog)
        .map(
            played -> {
              playing = true;
              ticker =
                  context
                      .nettyEventLoop()
                      .scheduleWithFixedDelay(
                          () -> context.dispatch(this::tick),
                          TICK_MILLIS,
                          TICK_MILLIS,
                          TimeUnit.MILLISECONDS);
              askForMethods();
              return this;
            });
  }

  /** What the camera said it is. */
  public CameraDescription description() {
    return description;
  }

  /** The tracks that were set up, in the order of the SDP. */
  public List<SdpTrack> tracks() {
    return setup.tracks();
  }

  /**
   * Stops reading from the camera; TCP then slows it down. Neither a stall nor the end is told
   * while paused.
   */
  public void pause() {
    context.execute(() -> setPaused(true));
  }

  /** Reads again. */
  public void resume() {
    context.execute(() -> setPaused(false));
  }

  /**
   * Says whether pictures may come a tenth of a second late, which costs far less: for as long as
   * nobody looks. Until it has gone on for so long as would count as a stall, a stream is read at
   * once all the same: TCP lets a camera send only little ahead at first, and some drop what they
   * can't send.
   */
  public void setLeisurely(boolean mayBeLate) {
    context.execute(
        () -> {
          leisurely = mayBeLate;
          applyLeisure();
        });
  }

  private void applyLeisure() {
    connection.setLeisurely(leisurely && !over && playedTicks >= stallTicks);
  }

  private void setPaused(boolean paused) {
    this.paused = paused;
    silentTicks = 0;
    connection.setReading(!paused);
  }

  private void onFrame(int channel, ByteBuf packet) {
    RtspSetup.Channel known = setup.channel(channel);
    if (known == null || over) {
      return;
    }
    if (channel == known.transport().rtp()) {
      if (known.track().kind() == TrackKind.VIDEO) {
        silentTicks = 0;
      }
      known.report().onRtp(packet, System.nanoTime());
      handler.onRtp(known.track(), packet);
    } else {
      known.report().onRtcp(packet, System.nanoTime());
      handler.onRtcp(known.track(), packet);
    }
  }

  private void tick() {
    if (over) {
      return;
    }
    if (++playedTicks == stallTicks) {
      applyLeisure();
    }
    if (!paused && setup.hasVideo() && ++silentTicks > stallTicks) {
      connection.close();
      end(new RtspException(Cause.STALLED, "No picture for " + stallTicks * TICK_MILLIS + " ms"));
      return;
    }
    if (++reportTicks >= REPORT_TICKS) {
      reportTicks = 0;
      setup.sendReports(connection, System.nanoTime());
    }
    if (++keepAliveTicks >= keepAliveEvery()) {
      keepAliveTicks = 0;
      keepAlive();
    }
  }

  /** Twice within the camera's own limit, so that one may get lost. */
  private long keepAliveEvery() {
    return Math.min(MAX_KEEP_ALIVE_TICKS, setup.timeoutSeconds() * 1000L * 2 / 5 / TICK_MILLIS);
  }

  private void askForMethods() {
    dialog
        .ask("OPTIONS", setup.control(), setup.sessionHeader())
        .onSuccess(
            answer -> {
              String methods = answer.headers().first("Public");
              parameterKeepAlive = methods != null && methods.contains("GET_PARAMETER");
            });
  }

  private void keepAlive() {
    String method = parameterKeepAlive ? "GET_PARAMETER" : "OPTIONS";
    dialog
        .ask(method, setup.control(), setup.sessionHeader())
        .onSuccess(answer -> onKeptAlive(answer.status()))
        .onFailure(this::onKeepAliveFailed);
  }

  private void onKeptAlive(int status) {
    if (status == 454) {
      connection.close();
      end(new RtspException(Cause.STALLED, "The camera forgot the session"));
    } else if (status >= 400) {
      parameterKeepAlive = false;
    }
  }

  /** No answer is no reason to end while pictures come: the watch for stalls decides. */
  private void onKeepAliveFailed(Throwable failure) {
    if (failure instanceof RtspException known && known.healthCause() == Cause.UNAUTHORIZED) {
      connection.close();
      end(known);
    }
  }

  private void end(RtspException cause) {
    if (!over) {
      stop();
      if (playing) {
        handler.onEnd(cause);
      }
    }
  }

  private void stop() {
    over = true;
    if (ticker != null) {
      ticker.cancel(false);
    }
  }

  /** Ends the stream with TEARDOWN; succeeds in at most a second, whatever the camera does. */
  public Future<Void> close() {
    Promise<Void> closed = context.promise();
    context.execute(() -> closeOn(closed));
    return closed.future();
  }

  private void closeOn(Promise<Void> closed) {
    if (over) {
      closed.complete();
      return;
    }
    stop();
    connection.setLeisurely(false);
    connection.setReading(true);
    ScheduledFuture<?> patience =
        context
            .nettyEventLoop()
            .schedule(connection::close, TEARDOWN_MILLIS, TimeUnit.MILLISECONDS);
    dialog
        .ask("TEARDOWN", setup.control(), setup.sessionHeader())
        .onComplete(
            answered -> {
              patience.cancel(false);
              connection.close();
              closed.complete();
            });
  }
}
