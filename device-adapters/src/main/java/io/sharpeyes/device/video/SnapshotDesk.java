package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a snapshot of one camera because no key frame came yet. Belongs to the
 * camera's event loop.
 */
final class SnapshotDesk {

  private static final int MAX_WAITING = 64;
  private static final long PATIENCE_MILLIS = 10_000;

  private final Vertx vertx;
  private final KeyFrameJpeg jpeg;
  private List<Promise<Snapshot>> waiting = new ArrayList<>();

  SnapshotDesk(Vertx vertx, KeyFrameJpeg jpeg) {
    this.vertx = vertx;
    this.jpeg = jpeg;
  }

  /** Makes a snapshot of the key frame, or of the next one that comes if there is none. */
  Future<Snapshot> ask(@Nullable AccessUnit key) {
    if (key != null) {
      return jpeg.encode(key);
    }
    if (waiting.size() >= MAX_WAITING) {
      return Future.failedFuture(
          new PictureException("Over " + MAX_WAITING + " wait for this camera's first picture"));
    }
    Promise<Snapshot> promise = Promise.promise();
    waiting.add(promise);
    long timer = vertx.setTimer(PATIENCE_MILLIS, late -> giveUp(promise));
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void giveUp(Promise<Snapshot> promise) {
    if (waiting.remove(promise)) {
      promise.fail(
          new PictureException("The camera sent no key frame in " + PATIENCE_MILLIS + " ms"));
    }
  }

  void accept(AccessUnit unit) {
    if (unit.isKey() && !waiting.isEmpty()) {
      List<Promise<Snapshot>> served = waiting;
      waiting = new ArrayList<>();
      jpeg.encode(unit).onComplete(made -> served.forEach(promise -> promise.handle(made)));
    }
  }

  void end(String reason) {
    List<Promise<Snapshot>> refused = waiting;
    waiting = new ArrayList<>();
    refused.forEach(promise -> promise.fail(new PictureException(reason)));
  }
}
