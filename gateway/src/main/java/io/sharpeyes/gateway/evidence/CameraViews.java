package io.sharpeyes.gateway.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sharpeyes.device.video.CameraStream;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.device.video.PictureException;
import io.sharpeyes.device.video.Snapshot;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.evidence.PictureRefused.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looking through cameras: live and single pictures, each on a grant and after its audit row. Any
 * thread; never blocks.
 */
public final class CameraViews {

  static final int MOST_VIEWS = 2_000;

  private final CameraStreams streams;
  private final Grants grants;
  private final PictureAudit audit;
  private final Timer firstPicture;
  private final Counter ended;
  private final Counter dropped;
  private final Telling telling = new Telling();

  CameraViews(CameraStreams streams, Grants grants, PictureAudit audit, MeterRegistry meters) {
    this.streams = streams;
    this.grants = grants;
    this.audit = audit;
    this.firstPicture =
        Timer.builder("sharpeyes.first.picture")
            .description("From asking for a live view to its first picture handed to the socket")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(meters);
    this.ended =
        Counter.builder("sharpeyes.live.views")
            .description("Live views that have ended")
            .register(meters);
    this.dropped =
        Counter.builder("sharpeyes.live.dropped")
            .description("Pictures left out for viewers that were too slow, or before a key frame")
            .register(meters);
    Gauge.builder("sharpeyes.live.viewers", grants.book(), GrantBook::views)
        .description("Live views that go on")
        .register(meters);
    Gauge.builder("sharpeyes.grants", grants, Grants::count)
        .description("Grants that stand")
        .register(meters);
    Gauge.builder("sharpeyes.streams.open", streams, CameraStreams::open)
        .description("Cameras that are open, or being opened")
        .register(meters);
  }

  /**
   * Lets somebody look live, as far as rights go, and writes that down. Whoever gets the grant must
   * call {@link #show} or {@link #abandoned}.
   *
   * @param incident for which incident; null for break-glass
   * @return fails with {@link PictureRefused}
   */
  public Future<Grant> admit(
      Session who, @Nullable String incident, String camera, String grantId) {
    return grants
        .use(who, incident, camera, grantId, "live")
        .compose(grant -> checkLive(grant).map(grant))
        .compose(
            grant ->
                audit
                    .first(who, "picture.live", grant.subject(), PictureAudit.detail(grant))
                    .map(grant));
  }

  private Future<Void> checkLive(Grant grant) {
    PictureRefused refusal = null;
    if (grant.kind() == Grant.Kind.REVIEW) {
      refusal =
          new PictureRefused(
              Reason.STATE,
              "closed",
              "The incident is closed: a review opens what was kept, nothing live.");
    } else if (grants.book().views() >= MOST_VIEWS) {
      refusal =
          new PictureRefused(
              Reason.TOO_MANY,
              "too-many",
              MOST_VIEWS + " live views go on already, which is the bound. Try again later.");
    }
    return refusal == null
        ? Future.succeededFuture()
        : grants.refused(
            refusal, grant.session(), "live", grant.subject(), grant.camera(), grant.id());
  }

  /**
   * Shows the camera, on a grant that was admitted.
   *
   * @param playsH265 whether the screen plays H.265; if not, it may get key frames as JPEG
   */
  public LiveView show(Grant grant, LiveScreen screen, boolean playsH265) {
    LiveView view = new LiveView(grant, screen, telling);
    Optional<CameraStream> stream = streams.find(grant.camera());
    if (!grants.book().join(view)) {
      view.end(LiveScreen.GRANT_OVER, "the grant is over");
    } else if (stream.isEmpty()) {
      view.end(LiveScreen.CAMERA_GONE, "camera " + grant.camera() + " was taken away");
    } else {
      stream
          .get()
          .live(view.outlet(), playsH265)
          .onSuccess(view::joined)
          .onFailure(failure -> view.end(codeOf(failure), String.valueOf(failure.getMessage())));
    }
    return view;
  }

  private static int codeOf(Throwable failure) {
    return failure instanceof PictureException refused && refused.isTooMany()
        ? LiveScreen.TOO_MANY
        : LiveScreen.CAMERA_GONE;
  }

  /** The one who was admitted never came to look. */
  public void abandoned(Grant grant) {
    Map<String, Object> detail = PictureAudit.detail(grant);
    detail.put("lastedMs", 0);
    detail.put("reason", "never opened");
    audit.after(grant.session(), "picture.live-end", grant.subject(), detail);
  }

  /** What follows from what a view tells. */
  private final class Telling implements LiveView.Listener {
    @Override
    public void onFirstPicture(long nanos) {
      firstPicture.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onEnd(LiveView view, String reason) {
      grants.book().leave(view);
      ended.increment();
      dropped.increment((double) view.dropped());
      Grant grant = view.grant();
      Map<String, Object> detail = PictureAudit.detail(grant);
      detail.put("lastedMs", TimeUnit.NANOSECONDS.toMillis(view.lasted()));
      detail.put("pictures", view.pictures());
      detail.put("reason", reason);
      view.written(audit.after(grant.session(), "picture.live-end", grant.subject(), detail));
    }
  }

  /**
   * Takes a picture of this moment.
   *
   * @param incident for which incident; null for break-glass
   * @return fails with {@link PictureRefused}
   */
  public Future<Snapshot> snapshot(
      Session who, @Nullable String incident, String camera, String grantId) {
    return grants
        .use(who, incident, camera, grantId, "snapshot")
        .compose(this::snapshot)
        .recover(CameraViews::noPicture);
  }

  /** Likewise, on a grant that was found already. */
  Future<Snapshot> snapshot(Grant grant) {
    if (grant.kind() == Grant.Kind.REVIEW) {
      return grants.refused(
          new PictureRefused(
              Reason.STATE,
              "closed",
              "The incident is closed: a review opens what was kept. Ask with of=alarm."),
          grant.session(),
          "snapshot",
          grant.subject(),
          grant.camera(),
          grant.id());
    }
    Map<String, Object> detail = PictureAudit.detail(grant);
    detail.put("of", "now");
    return audit
        .first(grant.session(), "picture.snapshot", grant.subject(), detail)
        .compose(written -> take(grant))
        .map(
            taken -> {
              if (!grants.book().holds(grant)) {
                throw PictureRefused.noGrant("over");
              }
              return taken;
            });
  }

  private Future<Snapshot> take(Grant grant) {
    return streams
        .find(grant.camera())
        .map(stream -> stream.snapshot(System.nanoTime()))
        .orElseGet(
            () ->
                Future.failedFuture(
                    PictureRefused.noPicture("Camera " + grant.camera() + " was taken away.")));
  }

  private static <T> Future<T> noPicture(Throwable failure) {
    return failure instanceof PictureException refused
        ? Future.failedFuture(
            refused.isTooMany()
                ? new PictureRefused(
                    Reason.TOO_MANY, "too-many", String.valueOf(refused.getMessage()))
                : PictureRefused.noPicture(String.valueOf(refused.getMessage())))
        : Future.failedFuture(failure);
  }

  /** Ends all views; completes when the audit knows of it. */
  Future<Void> stop() {
    List<Future<Void>> rows = new ArrayList<>();
    for (LiveView view : grants.book().allViews()) {
      view.end(LiveScreen.GOING_AWAY, "the gateway stops");
      rows.add(view.written());
    }
    return Future.join(rows).<Void>mapEmpty().otherwiseEmpty();
  }
}
