package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.ParameterSets;
import io.sharpeyes.device.rtsp.VideoCodec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who looks at a camera's live pictures. Methods may be called on any thread; pictures are
 * handed on by the camera's event loop.
 */
public final class LiveViewer {

  private static final Logger log = LoggerFactory.getLogger(LiveViewer.class);
  private static final String JPEG = "image/jpeg";

  private final LiveOutlet outlet;
  private final boolean playsH265;
  private final Runnable onClose;
  private final long joinedNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong firstPictureNanos = new AtomicLong(-1);

  // Of the camera's event loop.
  private final LiveTimeline timeline = new LiveTimeline();
  private @Nullable ParameterSets sets;
  private boolean waitsForKey = true;
  private boolean missedPictures;
  private boolean showsStills;
  private long sequence;

  LiveViewer(LiveOutlet outlet, boolean playsH265, long joinedNanos, Runnable onClose) {
    this.outlet = outlet;
    this.playsH265 = playsH265;
    this.joinedNanos = joinedNanos;
    this.onClose = onClose;
  }

  /** Cuts the viewer off: no picture is handed on any more. Closing twice is harmless. */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  /** Says whether it was cut off. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Ends it from the camera's side, and tells the outlet why. */
  void end(String reason) {
    if (!isClosed()) {
      close();
      outlet.onEnd(reason);
    }
  }

  /** Hands on the group that is under way, so that the viewer needn't wait for a key frame. */
  void catchUp(List<AccessUnit> group) {
    if (group.isEmpty() || isClosed()) {
      return;
    }
    waitsForKey = false;
    guard(() -> sendAll(group));
  }

  private void sendAll(List<AccessUnit> group) {
    boolean hurry = LiveTimeline.canHurry(group);
    for (AccessUnit unit : group.subList(0, group.size() - 1)) {
      send(unit, hurry ? timeline.hurry(unit) : timeline.follow(unit));
    }
    AccessUnit newest = group.get(group.size() - 1);
    send(newest, timeline.follow(newest));
  }

  /** Says whether of this stream only key frames can be shown, as JPEG. */
  boolean takesOnlyKeyFrames(AccessUnit unit) {
    return unit.codec() == VideoCodec.H265 && !playsH265;
  }

  /** Hands on a key frame as JPEG, or leaves it out. */
  void acceptStill(byte[] jpeg) {
    if (isClosed()) {
      return;
    }
    if (outlet.isFull()) {
      dropped.incrementAndGet();
      return;
    }
    guard(() -> sendStill(jpeg));
  }

  private void sendStill(byte[] jpeg) {
    if (!showsStills) {
      showsStills = true;
      sets = null;
      outlet.onInit(JPEG, new byte[0]);
    }
    count(jpeg.length);
    outlet.onPicture(true, jpeg);
  }

  /** Hands on one picture, or leaves it out. */
  void accept(AccessUnit unit) {
    if (isClosed()) {
      return;
    }
    if (outlet.isFull() || (waitsForKey && !unit.isKey())) {
      waitsForKey = true;
      missedPictures |= pictures.get() > 0;
      dropped.incrementAndGet();
      return;
    }
    boolean resumes = missedPictures;
    waitsForKey = false;
    missedPictures = false;
    Sample sample = resumes ? timeline.resume(unit) : timeline.follow(unit);
    guard(() -> send(unit, sample));
  }

  private void send(AccessUnit unit, Sample sample) {
    if (!unit.parameterSets().equals(sets)) {
      sets = unit.parameterSets();
      showsStills = false;
      InitSegment init = InitSegment.of(unit.parameterSets(), sample.compositionOffset());
      outlet.onInit(init.mimeType(), init.bytes());
      bytes.addAndGet(init.bytes().length);
    }
    byte[] fragment = Fragment.write(++sequence, List.of(sample));
    count(fragment.length);
    outlet.onPicture(unit.isKey(), fragment);
  }

  /** A fault of one outlet must not reach the others, or the camera. */
  private void guard(Runnable hand) {
    try {
      hand.run();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("a live viewer failed and was cut off");
      close();
    }
  }

  private void count(int size) {
    bytes.addAndGet(size);
    pictures.incrementAndGet();
    firstPictureNanos.compareAndSet(-1, System.nanoTime() - joinedNanos);
  }

  /** Bytes handed on. */
  public long bytes() {
    return bytes.get();
  }

  /** Pictures handed on. */
  public long pictures() {
    return pictures.get();
  }

  /** Pictures left out because the viewer was too slow, or before its first key frame. */
  public long dropped() {
    return dropped.get();
  }

  /** From joining to the first picture handed on, in nanoseconds; -1 if there was none yet. */
  public long firstPictureNanos() {
    return firstPictureNanos.get();
  }
}
