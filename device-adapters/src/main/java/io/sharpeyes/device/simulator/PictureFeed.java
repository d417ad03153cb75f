package io.sharpeyes.device.simulator;

import io.sharpeyes.device.simulator.EncodedSample.Picture;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One encoder of one camera: shows the same picture to all its viewers at the same moment, at the
 * sample's real rate. Costs nothing while nobody looks. It begins with a key frame for the first
 * viewer, as a camera does; later ones join where it is. One event loop.
 */
final class PictureFeed {

  private static final long NOT_RUNNING = -1;

  private final Vertx vertx;
  private final SimulatedCamera camera;
  private final CameraClock clock;
  private final boolean sub;
  private final Set<Viewing> viewers = new LinkedHashSet<>();
  private List<Picture> loop = List.of();
  private int index;
  private long number;
  private long timer = NOT_RUNNING;

  PictureFeed(Vertx vertx, SimulatedCamera camera, CameraClock clock, boolean sub) {
    this.vertx = vertx;
    this.camera = camera;
    this.clock = clock;
    this.sub = sub;
  }

  /** The camera's own time of the picture that comes next; only while somebody looks. */
  long nextMillis() {
    return clock.millisOf(number);
  }

  /** Shows pictures to a viewer from the next one on. */
  void join(Viewing viewing) {
    if (viewers.add(viewing)) {
      camera.countViewers(1);
    }
    if (timer == NOT_RUNNING) {
      EncodedSample sample = camera.sample(sub);
      loop = sample.pictures();
      index = sample.keyFrameFrom(Math.floorMod(camera.name().hashCode(), loop.size()));
      number = clock.pictureAfterNow();
      schedule();
    }
  }

  void leave(Viewing viewing) {
    if (!viewers.remove(viewing)) {
      return;
    }
    camera.countViewers(-1);
    if (viewers.isEmpty()) {
      vertx.cancelTimer(timer);
      timer = NOT_RUNNING;
    }
  }

  /** Ends every stream, as a camera does whose settings were changed. */
  void cutAll() {
    List.copyOf(viewers).forEach(Viewing::cut);
  }

  void tell(List<byte[]> document) {
    long millis = clock.millisNow();
    List.copyOf(viewers).forEach(viewer -> viewer.tell(document, millis));
  }

  private void schedule() {
    timer = vertx.setTimer(clock.delayUntil(number), fired -> tick());
  }

  private void tick() {
    Picture picture = loop.get(index);
    long millis = clock.millisOf(number);
    Instant wallClock = clock.wallClockOf(number).plus(camera.clockOffset());
    if (camera.fault() != CameraFault.STALLED) {
      List.copyOf(viewers).forEach(viewer -> viewer.show(picture, millis, wallClock));
    }
    index = (index + 1) % loop.size();
    number++;
    if (!viewers.isEmpty()) {
      schedule();
    }
  }
}
