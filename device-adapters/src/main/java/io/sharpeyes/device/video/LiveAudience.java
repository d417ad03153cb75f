package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Those who look at one camera. Belongs to the camera's event loop. Key frames for viewers that
 * play no H.265 are made into JPEG once for all of them, one at a time.
 */
final class LiveAudience {

  private final Context context;
  private final KeyFrameJpeg jpeg;
  private final Set<LiveViewer> viewers = new LinkedHashSet<>();
  private boolean encoding;
  private long droppedOfFormer;

  LiveAudience(Context context, KeyFrameJpeg jpeg) {
    this.context = context;
    this.jpeg = jpeg;
  }

  int size() {
    return viewers.size();
  }

  /** Lets a viewer in, who sees the group under way at once. */
  void join(LiveViewer viewer, List<AccessUnit> group) {
    viewers.add(viewer);
    if (group.isEmpty()) {
      return;
    }
    AccessUnit key = group.get(0);
    if (viewer.takesOnlyKeyFrames(key)) {
      encode(key, List.of(viewer));
    } else {
      viewer.catchUp(group);
    }
  }

  void leave(LiveViewer viewer) {
    if (viewers.remove(viewer)) {
      droppedOfFormer += viewer.dropped();
    }
  }

  void accept(AccessUnit unit) {
    if (viewers.isEmpty()) {
      return;
    }
    List<LiveViewer> stills = new ArrayList<>();
    for (LiveViewer viewer : viewers) {
      if (!viewer.takesOnlyKeyFrames(unit)) {
        viewer.accept(unit);
      } else if (unit.isKey()) {
        stills.add(viewer);
      }
    }
    if (!stills.isEmpty() && !encoding) {
      encoding = true;
      encode(unit, stills).onComplete(done -> encoding = false);
    }
  }

  /** Completes on the event loop, when the viewers have the picture. */
  private Future<Void> encode(AccessUnit key, List<LiveViewer> stills) {
    Promise<Void> handedOn = Promise.promise();
    jpeg.encode(key)
        .onSuccess(made -> context.runOnContext(now -> handOn(made, stills)))
        .onComplete(made -> context.runOnContext(now -> handedOn.complete()));
    return handedOn.future();
  }

  private static void handOn(Snapshot made, List<LiveViewer> stills) {
    stills.forEach(viewer -> viewer.acceptStill(made.jpeg()));
  }

  /** Ends all of them, and tells them why. */
  void end(String reason) {
    List.copyOf(viewers).forEach(viewer -> viewer.end(reason));
  }

  /** Pictures left out for viewers that were too slow, the former ones' as well. */
  long dropped() {
    return droppedOfFormer + viewers.stream().mapToLong(LiveViewer::dropped).sum();
  }
}
