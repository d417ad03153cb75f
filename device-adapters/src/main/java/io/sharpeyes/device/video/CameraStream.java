package io.sharpeyes.device.video;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.VideoReceiver;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The pictures of one camera, over one connection that all who look share. It is open while
 * somebody has a use for it (a viewer, a clip, a snapshot, a warning that one may come), a while
 * longer, and always if the camera pre-records.
 *
 * <p>Methods may be called on any thread; everything happens on the camera's own event loop.
 */
public final class CameraStream {

  private final CameraSource source;
  private final StreamContext shared;
  private final Context context;
  private final CameraConnection connection;
  private final PrePressRing ring;
  private final LiveAudience audience;
  private final SnapshotDesk snapshots;
  private final PictureWatch watch;
  private final Set<ClipRecorder> clips = new LinkedHashSet<>();

  private int uses;
  private boolean hasSlot;
  private boolean closed;
  private boolean lingering;
  private long lingerTimer;
  private volatile CameraHealth health;

  CameraStream(CameraSource source, StreamContext shared) {
    this.source = source;
    this.shared = shared;
    StreamSettings settings = shared.settings();
    context = ((VertxInternal) shared.vertx()).createEventLoopContext();
    connection =
        new CameraConnection(
            shared.vertx(), shared.client(), source, settings, shared.clock(), new FromCamera());
    Duration span = source.prerecord() ? settings.preRecord() : Duration.ZERO;
    ring = new PrePressRing(span, settings.ringBytes(), shared.ringMemory());
    audience = new LiveAudience(context, shared.jpeg());
    snapshots = new SnapshotDesk(shared.vertx(), shared.jpeg());
    watch = new PictureWatch(shared, context, ring, this::onState);
    Instant now = shared.clock().instant();
    health = new CameraHealth(Cause.UNKNOWN, now, now, "");
  }

  /** What the camera gives; on its event loop. */
  private final class FromCamera implements CameraConnection.Listener {
    @Override
    public void onUnit(AccessUnit unit) {
      ring.add(unit);
      audience.accept(unit);
      snapshots.accept(unit);
      if (!clips.isEmpty()) {
        clips.forEach(clip -> clip.accept(unit));
      }
    }

    @Override
    public void onScene(SceneEvent event) {
      shared.listener().onScene(source.id(), event);
    }

    @Override
    public void onDescription(CameraDescription description) {
      shared.listener().onDescription(source.id(), description);
    }

    @Override
    public void onState(Cause cause, String detail) {
      ring.expire(System.nanoTime());
      boolean fine = cause == Cause.OK;
      CameraStream.this.onState(fine ? watch.cause() : cause, fine ? watch.detail() : detail);
    }
  }

  private void onState(Cause cause, String detail) {
    CameraHealth before = health;
    Instant now = shared.clock().instant();
    boolean same = before.cause() == cause;
    health = new CameraHealth(cause, same ? before.since() : now, now, detail);
    if (!same) {
      shared.listener().onHealth(source.id(), health);
    }
  }

  /** Which camera it is. */
  public CameraSource source() {
    return source;
  }

  /** How the camera is, as its stream shows; {@code UNKNOWN} before it was opened. */
  public CameraHealth health() {
    return health;
  }

  /** Keeps it open if it pre-records. */
  void start() {
    if (source.prerecord()) {
      context.runOnContext(now -> keepOpen());
    }
  }

  /** Where too many are open already, one may be given up later. */
  private void keepOpen() {
    if (!closed) {
      use().onFailure(full -> keepOpenLater());
    }
  }

  private void keepOpenLater() {
    onState(Cause.BUSY, noSlot());
    long later = shared.settings().longestRetry().toMillis();
    shared.vertx().setTimer(later, timer -> keepOpen());
  }

  /**
   * Opens the camera before anybody looks, and keeps it open for a while.
   *
   * @return succeeds when it is being opened; fails with {@link PictureException} if too many are
   *     open, or this one was taken away
   */
  public Future<Void> warm() {
    return onLoop(
        () ->
            use()
                .onSuccess(
                    used ->
                        shared
                            .vertx()
                            .setTimer(shared.settings().warmFor().toMillis(), timer -> release())));
  }

  /**
   * Shows the camera live, from its last key frame on.
   *
   * @param outlet where the pictures go
   * @param playsH265 whether it can play H.265; if not, of such a stream it gets key frames as JPEG
   * @return fails with {@link PictureException} if too many look or are open, or the camera was
   *     taken away
   */
  public Future<LiveViewer> live(LiveOutlet outlet, boolean playsH265) {
    long asked = System.nanoTime();
    return onLoop(() -> use().compose(used -> admit(outlet, playsH265, asked)));
  }

  private Future<LiveViewer> admit(LiveOutlet outlet, boolean playsH265, long asked) {
    if (audience.size() >= shared.settings().viewersPerCamera()) {
      release();
      return Future.failedFuture(
          PictureException.tooMany(
              audience.size() + " look at camera " + source.id() + " already, which is the bound"));
    }
    LiveViewer[] self = new LiveViewer[1];
    LiveViewer viewer =
        new LiveViewer(
            outlet, playsH265, asked, () -> context.runOnContext(now -> dismiss(self[0])));
    self[0] = viewer;
    ring.expire(System.nanoTime());
    audience.join(viewer, ring.newestGroup());
    return Future.succeededFuture(viewer);
  }

  private void dismiss(LiveViewer viewer) {
    audience.leave(viewer);
    release();
  }

  /**
   * Makes a JPEG of the key frame nearest to a moment, or of the first one that comes.
   *
   * @param nanos the moment, of {@link System#nanoTime()}
   * @return fails with {@link PictureException} if there is none within 10 s, or it can't be had
   */
  public Future<Snapshot> snapshot(long nanos) {
    return onLoop(() -> use().compose(used -> takeSnapshot(nanos)));
  }

  private Future<Snapshot> takeSnapshot(long nanos) {
    ring.expire(System.nanoTime());
    return snapshots
        .ask(ring.keyNearest(nanos))
        .onComplete(done -> context.runOnContext(now -> release()));
  }

  /**
   * Records a clip: what the ring holds, and what follows.
   *
   * @param file where to; must not exist yet
   * @param after how long it goes on from now
   * @return fails with {@link PictureException} if too many are open, or the camera was taken away
   */
  public Future<Clip> clip(Path file, Duration after) {
    long asked = System.nanoTime();
    return onLoop(() -> use().map(used -> record(file, asked, after)));
  }

  private Clip record(Path file, long asked, Duration after) {
    ClipRecorder recorder = new ClipRecorder(shared.clipWriters(), context, file, asked, after);
    ring.expire(System.nanoTime());
    ring.all().forEach(recorder::accept);
    clips.add(recorder);
    long timer = shared.vertx().setTimer(after.toMillis() + 1000, late -> recorder.end());
    recorder
        .finished()
        .onComplete(
            done ->
                context.runOnContext(
                    now -> {
                      shared.vertx().cancelTimer(timer);
                      clips.remove(recorder);
                      release();
                    }));
    return new Clip(recorder.finished(), () -> context.runOnContext(now -> recorder.end()));
  }

  /** What is known of the stream now. */
  public Future<StreamFigures> figures() {
    return onLoop(() -> Future.succeededFuture(readFigures()));
  }

  private StreamFigures readFigures() {
    VideoReceiver video = connection.video();
    return new StreamFigures(
        connection.isOpen(),
        audience.size(),
        clips.size(),
        ring.span(),
        ring.bytes(),
        ring.overflows(),
        connection.reconnects(),
        audience.dropped(),
        video == null ? null : video.counters(),
        video == null ? null : video.clockOffset(shared.clock().instant(), System.nanoTime()));
  }

  /** Closes it for good: viewers are told, clips end with what they have. */
  Future<Void> close(String reason) {
    return onLoop(
        () -> {
          closed = true;
          audience.end(reason);
          snapshots.end(reason);
          List<Future<ClipSummary>> ends = clips.stream().map(ClipRecorder::finished).toList();
          List.copyOf(clips).forEach(ClipRecorder::end);
          shut();
          return Future.join(ends).otherwiseEmpty().mapEmpty();
        });
  }

  private Future<Void> use() {
    if (closed) {
      return Future.failedFuture(
          new PictureException("Camera " + source.id() + " was taken away or changed"));
    }
    if (!hasSlot && !shared.openSlots().tryAcquire()) {
      return Future.failedFuture(PictureException.tooMany(noSlot()));
    }
    uses++;
    if (lingering) {
      lingering = false;
      shared.vertx().cancelTimer(lingerTimer);
    }
    hasSlot = true;
    connection.setLeisurely(isIdle());
    connection.start();
    watch.start();
    return Future.succeededFuture();
  }

  /** Only its own ring uses it. */
  private boolean isIdle() {
    return source.prerecord() && uses == 1;
  }

  private String noSlot() {
    return shared.settings().openCameras() + " cameras are open already, which is the bound";
  }

  private void release() {
    uses--;
    connection.setLeisurely(isIdle());
    if (uses == 0 && !closed) {
      lingering = true;
      long linger = shared.settings().linger().toMillis();
      lingerTimer = shared.vertx().setTimer(linger, timer -> shut());
    }
  }

  private void shut() {
    lingering = false;
    watch.stop();
    connection.stop();
    ring.clear();
    if (hasSlot) {
      hasSlot = false;
      shared.openSlots().release();
      shared.listener().onClosed(source.id());
    }
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(now -> run(work).onComplete(done));
    return done.future();
  }

  private static <T> Future<T> run(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
