package io.sharpeyes.device.simulator;

import io.sharpeyes.device.rtsp.VideoCodec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One simulated camera and the strings that move it. Every public method may be called on any
 * thread; what it changes is seen by viewers from the next answer or picture on.
 */
public final class SimulatedCamera {

  private static final long OBJECTS_EVERY_MILLIS = 500;
  private static final long NO_TIMER = -1;

  private final String name;
  private final Vertx vertx;
  private final Context context;
  private final InstantSource time;

  // Any thread.
  private volatile Look look;
  private volatile CameraLogin login = CameraLogin.open();
  private volatile CameraFault fault = CameraFault.NONE;
  private volatile Duration answerDelay = Duration.ofSeconds(3);
  private volatile Duration clockOffset = Duration.ZERO;
  private final AtomicInteger viewers = new AtomicInteger();

  // The server's event loop.
  private final PictureFeed main;
  private final PictureFeed sub;
  private boolean moving;
  private boolean covered;
  private long movementTimer = NO_TIMER;

  /** What the camera shows; the version rises with each change. */
  private record Look(CameraScene scene, VideoCodec codec, int version) {}

  SimulatedCamera(
      String name, CameraScene scene, Context context, InstantSource time, long startNanos) {
    this.name = name;
    this.look = new Look(scene, VideoCodec.H264, 1);
    this.context = context;
    this.vertx = context.owner();
    this.time = time;
    int phase = Math.floorMod(name.hashCode(), EncodedSample.PICTURE_MILLIS);
    CameraClock clock = new CameraClock(time, startNanos, phase);
    this.main = new PictureFeed(vertx, this, clock, false);
    this.sub = new PictureFeed(vertx, this, clock, true);
  }

  /** The path of its main stream; the sub-stream is below it at {@code /sub}. */
  public String name() {
    return name;
  }

  /**
   * Changes what the camera sees and how its main stream is encoded: its description changes, and
   * running streams end, as when somebody changes a real camera's settings.
   *
   * @throws IllegalArgumentException if there is no sample of this scene in that codec
   */
  public SimulatedCamera show(CameraScene scene, VideoCodec codec) {
    if (!scene.has(codec)) {
      throw new IllegalArgumentException("There is no sample of " + scene + " in " + codec);
    }
    look = new Look(scene, codec, look.version() + 1);
    cutViewers();
    return this;
  }

  /** Ends every running stream; new ones can be opened at once. */
  public void cutViewers() {
    context.runOnContext(
        now -> {
          main.cutAll();
          sub.cutAll();
        });
  }

  /** How many streams of it are playing now. */
  public int viewers() {
    return viewers.get();
  }

  /** Sets what the camera asks for from the next request on. */
  public SimulatedCamera login(CameraLogin login) {
    this.login = login;
    return this;
  }

  /** Breaks the camera, or mends it with {@link CameraFault#NONE}. */
  public SimulatedCamera fault(CameraFault fault) {
    this.fault = fault;
    return this;
  }

  /** Sets how late answers come while it is {@link CameraFault#SLOW}; 3 s at first. */
  public SimulatedCamera answerDelay(Duration delay) {
    this.answerDelay = delay;
    return this;
  }

  /** Sets its clock wrong: seen in the {@code Date} header and in RTCP sender reports. */
  public SimulatedCamera clockOffset(Duration offset) {
    this.clockOffset = offset;
    return this;
  }

  /**
   * Something moves for a while: viewers of the metadata track hear when it begins and when it
   * ends, and in between what a camera's own analytics think they see, objects and a number plate
   * included, which a gateway that keeps its promises drops.
   */
  public void move(Duration howLong) {
    context.runOnContext(now -> startMoving(howLong));
  }

  /** Somebody covers the lens, or uncovers it. */
  public void cover(boolean isCovered) {
    context.runOnContext(
        now -> {
          covered = isCovered;
          tell(MetadataDocument.tamper(covered, time.instant()));
        });
  }

  void countViewers(int more) {
    viewers.addAndGet(more);
  }

  CameraLogin login() {
    return login;
  }

  CameraFault fault() {
    return fault;
  }

  Duration answerDelay() {
    return answerDelay;
  }

  Duration clockOffset() {
    return clockOffset;
  }

  Instant wallClock() {
    return time.instant().plus(clockOffset);
  }

  EncodedSample sample(boolean ofSub) {
    Look now = look;
    return ofSub ? now.scene().sub() : now.scene().main(now.codec());
  }

  String description(boolean ofSub) {
    boolean withVideo = fault != CameraFault.NO_VIDEO;
    return SessionDescription.of(name, look.version(), sample(ofSub), withVideo);
  }

  PictureFeed feed(boolean ofSub) {
    return ofSub ? sub : main;
  }

  /** The document that a new viewer of the metadata track gets first. */
  List<byte[]> sceneNow() {
    return MetadataDocument.initial(moving, covered, time.instant());
  }

  private void startMoving(Duration howLong) {
    vertx.cancelTimer(movementTimer);
    if (!moving) {
      moving = true;
      tell(MetadataDocument.movement(true, time.instant()));
    }
    long endNanos = System.nanoTime() + howLong.toNanos();
    goOnMoving(endNanos);
  }

  private void goOnMoving(long endNanos) {
    long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
    if (leftMillis <= 0) {
      moving = false;
      tell(MetadataDocument.movement(false, time.instant()));
      return;
    }
    tell(MetadataDocument.objects(time.instant()));
    long wait = Math.max(1, Math.min(OBJECTS_EVERY_MILLIS, leftMillis));
    movementTimer = vertx.setTimer(wait, fired -> goOnMoving(endNanos));
  }

  private void tell(List<byte[]> document) {
    main.tell(document);
    sub.tell(document);
  }
}
