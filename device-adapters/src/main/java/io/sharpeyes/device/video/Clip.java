package io.sharpeyes.device.video;

import io.vertx.core.Future;

/** A clip under way. Any thread. */
public final class Clip {

  private final Future<ClipSummary> finished;
  private final Runnable end;

  Clip(Future<ClipSummary> finished, Runnable end) {
    this.finished = finished;
    this.end = end;
  }

  /** The clip when it is on disk; fails if it couldn't be written, or no picture came. */
  public Future<ClipSummary> finished() {
    return finished;
  }

  /** Ends it before its time, with what came so far. */
  public void end() {
    end.run();
  }
}
