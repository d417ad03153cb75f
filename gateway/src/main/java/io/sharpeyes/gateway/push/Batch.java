package io.sharpeyes.gateway.push;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What one commit brought, on its way through the event loops. Any thread. */
final class Batch {

  private final List<Frame> frames;
  private final long last;
  private final AtomicInteger loopsLeft;

  /**
   * Makes one.
   *
   * @param loops how many event loops it goes to
   */
  Batch(List<Frame> frames, int loops) {
    this.frames = List.copyOf(frames);
    this.last = frames.stream().mapToLong(Frame::sequence).max().orElse(Frame.NOT_STORED);
    this.loopsLeft = new AtomicInteger(loops);
  }

  List<Frame> frames() {
    return frames;
  }

  /** The newest stored event in it. */
  long last() {
    return last;
  }

  /** Notes that one more loop is done with it. */
  void passed(EventHub hub) {
    if (loopsLeft.decrementAndGet() == 0) {
      hub.pushed(this);
    }
  }
}
