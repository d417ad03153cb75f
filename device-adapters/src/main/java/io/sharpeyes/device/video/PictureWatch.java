package io.sharpeyes.device.video;

import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;

/**
 * Looks now and then, by figures only, whether an open camera's pictures are black, frozen or
 * blurred. Belongs to the camera's event loop.
 */
final class PictureWatch {

  /** Is told what the pictures come to. */
  interface Verdict {
    void tell(Cause cause, String detail);
  }

  private final StreamContext shared;
  private final Context context;
  private final PrePressRing ring;
  private final Verdict verdict;
  private PictureJudge judge = new PictureJudge();
  private boolean running;
  private long timer;
  private String detail = "";
  private long judgedNanos;

  PictureWatch(StreamContext shared, Context context, PrePressRing ring, Verdict verdict) {
    this.shared = shared;
    this.context = context;
    this.ring = ring;
    this.verdict = verdict;
  }

  void start() {
    if (!running) {
      running = true;
      long every = shared.settings().judgeEvery().toMillis();
      timer = shared.vertx().setPeriodic(every, tick -> look());
    }
  }

  void stop() {
    if (running) {
      running = false;
      shared.vertx().cancelTimer(timer);
      judge = new PictureJudge();
      detail = "";
    }
  }

  private void look() {
    AccessUnit key = ring.newestKey();
    if (key != null && key.receivedNanos() != judgedNanos) {
      judgedNanos = key.receivedNanos();
      shared.jpeg().figures(key).onComplete(seen -> context.runOnContext(now -> take(seen)));
    }
  }

  private void take(AsyncResult<PictureFigures> seen) {
    if (running && seen.succeeded()) {
      detail = judge.judge(seen.result());
      verdict.tell(cause(), detail);
    }
  }

  /** What the pictures came to when they were looked at last. */
  Cause cause() {
    return detail.isEmpty() ? Cause.OK : Cause.BAD_PICTURE;
  }

  /** What is wrong with the pictures, in English; empty if nothing is. */
  String detail() {
    return detail;
  }
}
