package io.sharpeyes.device.video;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.OnvifMetadataReceiver;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspException;
import io.sharpeyes.device.rtsp.RtspMediaHandler;
import io.sharpeyes.device.rtsp.RtspSession;
import io.sharpeyes.device.rtsp.SdpTrack;
import io.sharpeyes.device.rtsp.VideoReceiver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to a camera: opens it when it is wanted, opens it again when it ends by
 * itself, ever more slowly while that fails. Belongs to the camera's event loop.
 */
final class CameraConnection {

  /** Takes what comes; called on the camera's event loop. */
  interface Listener {
    void onUnit(AccessUnit unit);

    void onScene(SceneEvent event);

    void onDescription(CameraDescription description);

    /** How the camera is now; told again and again, also when nothing changed. */
    void onState(Cause cause, String detail);
  }

  private static final Set<TrackKind> WANTED = Set.of(TrackKind.VIDEO, TrackKind.METADATA);
  private static final int MAX_DOUBLINGS = 16;

  private final Vertx vertx;
  private final RtspClient client;
  private final CameraSource source;
  private final StreamSettings settings;
  private final InstantSource clock;
  private final Listener listener;

  private final MediaClock mediaClock = new MediaClock();
  private @Nullable Attempt current;
  private @Nullable RtspAddress chosen;
  private boolean wanted;
  private boolean leisurely;
  private boolean waiting;
  private long retryTimer;
  private int failures;
  private long reconnects;

  CameraConnection(
      Vertx vertx,
      RtspClient client,
      CameraSource source,
      StreamSettings settings,
      InstantSource clock,
      Listener listener) {
    this.vertx = vertx;
    this.client = client;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
  }

  /** Opens the camera; if a next try is being waited for, it is made at once. */
  void start() {
    if (waiting) {
      vertx.cancelTimer(retryTimer);
      waiting = false;
    }
    wanted = true;
    if (current == null) {
      connect();
    }
  }

  /** Says whether pictures may come a tenth of a second late, which costs far less. */
  void setLeisurely(boolean mayBeLate) {
    leisurely = mayBeLate;
    Attempt running = current;
    if (running != null && running.session != null) {
      running.session.setLeisurely(mayBeLate);
    }
  }

  /** Closes the camera. */
  void stop() {
    wanted = false;
    failures = 0;
    if (waiting) {
      vertx.cancelTimer(retryTimer);
      waiting = false;
    }
    Attempt running = current;
    current = null;
    if (running != null) {
      running.close();
    }
  }

  private void connect() {
    Attempt attempt = new Attempt();
    current = attempt;
    choose()
        .compose(address -> client.open(address, source.credentials(), WANTED, attempt))
        .onSuccess(attempt::onOpened)
        .onFailure(attempt::fail);
  }

  /** Browsers play no H.265: where the main stream is, the smaller one is taken if it is H.264. */
  private Future<RtspAddress> choose() {
    RtspAddress smaller = source.smaller();
    RtspAddress known = smaller == null ? source.address() : chosen;
    if (known != null || smaller == null) {
      return Future.succeededFuture(known == null ? source.address() : known);
    }
    return client
        .describe(source.address(), source.credentials())
        .compose(main -> sends(main, "H265") ? tryOut(smaller) : use(source.address()))
        .onSuccess(address -> chosen = address);
  }

  private Future<RtspAddress> tryOut(RtspAddress smaller) {
    return client
        .describe(smaller, source.credentials())
        .map(description -> sends(description, "H264") ? smaller : source.address())
        .otherwise(source.address());
  }

  private static Future<RtspAddress> use(RtspAddress address) {
    return Future.succeededFuture(address);
  }

  private static boolean sends(CameraDescription description, String codec) {
    return description.tracks().stream()
        .anyMatch(track -> track.kind() == TrackKind.VIDEO && track.codec().equals(codec));
  }

  private void retry(Cause cause, String detail) {
    current = null;
    listener.onState(cause, detail);
    if (!wanted) {
      return;
    }
    failures++;
    reconnects++;
    if (failures % 4 == 0) {
      chosen = null;
    }
    waiting = true;
    retryTimer =
        vertx.setTimer(
            backoff().toMillis(),
            timer -> {
              waiting = false;
              connect();
            });
  }

  /** Doubles with each failure; of that a random half, so that a village's cameras spread out. */
  private Duration backoff() {
    long most = settings.longestRetry().toMillis();
    long doubled = settings.firstRetry().toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    long wait = Math.min(most, doubled);
    return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1) + 1);
  }

  /** Times that the camera had to be opened again. */
  long reconnects() {
    return reconnects;
  }

  boolean isOpen() {
    Attempt running = current;
    return running != null && running.session != null;
  }

  /** The video track of the present session, or null. */
  @Nullable VideoReceiver video() {
    Attempt running = current;
    return running == null ? null : running.video;
  }

  /** One try, and the session that may come of it. */
  private final class Attempt implements RtspMediaHandler {

    private @Nullable RtspSession session;
    private @Nullable VideoReceiver video;
    private @Nullable OnvifMetadataReceiver metadata;
    private boolean sawKey;
    private boolean over;

    void onOpened(RtspSession opened) {
      session = opened;
      if (current != this || over) {
        close();
        return;
      }
      opened.setLeisurely(leisurely);
      listener.onDescription(opened.description());
      watchForKeyFrame();
    }

    private void watchForKeyFrame() {
      sawKey = false;
      vertx.setTimer(settings.keyFrameWithin().toMillis(), timer -> judgeKeyFrames());
    }

    private void judgeKeyFrames() {
      if (current != this) {
        return;
      }
      if (!sawKey) {
        String why = video == null ? "no video packet came" : video.problem();
        listener.onState(
            Cause.PROTOCOL_ERROR,
            "No key frame within " + settings.keyFrameWithin().toSeconds() + " s. " + why);
      }
      watchForKeyFrame();
    }

    @Override
    public void onRtp(SdpTrack track, ByteBuf packet) {
      if (current != this) {
        return;
      }
      long now = System.nanoTime();
      if (track.kind() == TrackKind.VIDEO) {
        VideoReceiver receiver = receiver(track);
        if (receiver != null) {
          receiver.onRtp(packet, now);
        }
      } else if (track.kind() == TrackKind.METADATA) {
        metadataReceiver(track).onRtp(packet, now);
      }
    }

    private @Nullable VideoReceiver receiver(SdpTrack track) {
      if (video == null) {
        try {
          video = VideoReceiver.of(track, mediaClock, this::onUnit);
        } catch (IllegalArgumentException e) {
          close();
          retry(Cause.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        }
      }
      return video;
    }

    private OnvifMetadataReceiver metadataReceiver(SdpTrack track) {
      OnvifMetadataReceiver known = metadata;
      if (known == null) {
        known =
            new OnvifMetadataReceiver(
                track.payloadType(), track.clockRate(), clock, listener::onScene);
        metadata = known;
      }
      return known;
    }

    private void onUnit(AccessUnit unit) {
      if (unit.isKey()) {
        failures = 0;
        sawKey = true;
        listener.onState(Cause.OK, "");
      }
      listener.onUnit(unit);
    }

    @Override
    public void onRtcp(SdpTrack track, ByteBuf packet) {
      if (video != null && track.kind() == TrackKind.VIDEO) {
        video.onRtcp(packet, System.nanoTime());
      }
    }

    @Override
    public void onEnd(RtspException cause) {
      fail(cause);
    }

    void fail(Throwable failure) {
      over = true;
      if (current == this) {
        boolean known = failure instanceof RtspException;
        retry(
            known ? ((RtspException) failure).healthCause() : Cause.PROTOCOL_ERROR,
            known ? ((RtspException) failure).detail() : "The stream failed: " + failure);
      }
    }

    void close() {
      over = true;
      if (session != null) {
        session.close();
      }
    }
  }
}
