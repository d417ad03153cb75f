package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clip under way: takes pictures on the camera's event loop and has them written in batches on
 * a worker. If the disk can't keep up, pictures are left out up to the next key frame, so that no
 * more than a bounded amount waits.
 */
final class ClipRecorder {

  /** A second of usual pictures: what a dying process may lose. */
  private static final int BATCH = 25;

  private static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

  private final WorkerExecutor worker;
  private final Context context;
  private final Path file;
  private final long startedNanos;
  private final long untilNanos;
  private final Promise<ClipSummary> finished = Promise.promise();

  private List<AccessUnit> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean skipping = true;
  private boolean ending;
  private boolean writing;
  private long dropped;

  /** Of the worker; one batch at a time is written. */
  private @Nullable ClipWriter writer;

  /** Of the first picture taken, if there is one. */
  private long firstNanos;

  private boolean any;

  ClipRecorder(
      WorkerExecutor worker, Context context, Path file, long startedNanos, Duration after) {
    this.worker = worker;
    this.context = context;
    this.file = file;
    this.startedNanos = startedNanos;
    this.untilNanos = startedNanos + after.toNanos();
  }

  /** Takes a picture; one that came after the end ends the clip. */
  void accept(AccessUnit unit) {
    if (ending) {
      return;
    }
    if (unit.receivedNanos() - untilNanos > 0) {
      end();
      return;
    }
    boolean fits = waitingBytes + unit.data().length <= MAX_WAITING_BYTES;
    skipping = !fits || (skipping && !unit.isKey());
    if (skipping) {
      dropped += any ? 1 : 0;
      return;
    }
    if (!any) {
      any = true;
      firstNanos = unit.receivedNanos();
    }
    waiting.add(unit);
    waitingBytes += unit.data().length;
    if (waiting.size() >= BATCH || unit.isKey()) {
      writeSome();
    }
  }

  /** Ends the clip with what came so far. */
  void end() {
    if (!ending) {
      ending = true;
      writeSome();
    }
  }

  private void writeSome() {
    if (writing) {
      return;
    }
    writing = true;
    List<AccessUnit> batch = waiting;
    boolean last = ending;
    long left = dropped;
    Duration before = Duration.ofNanos(any ? Math.max(0, startedNanos - firstNanos) : 0);
    waiting = new ArrayList<>();
    worker
        .executeBlocking(() -> write(batch, last, before, left), false)
        .onComplete(written -> context.runOnContext(now -> onWritten(batch, written)));
  }

  private @Nullable ClipSummary write(
      List<AccessUnit> batch, boolean last, Duration beforeRequest, long left) throws IOException {
    ClipWriter open = writer;
    if (open == null && !batch.isEmpty()) {
      open = ClipWriter.begin(file, batch.get(0));
      writer = open;
    }
    if (open == null) {
      return null;
    }
    try {
      for (AccessUnit unit : batch) {
        open.add(unit);
      }
      return last ? open.finish(beforeRequest, left) : null;
    } catch (IOException e) {
      open.close();
      throw e;
    }
  }

  private void onWritten(List<AccessUnit> batch, AsyncResult<ClipSummary> written) {
    writing = false;
    waitingBytes -= batch.stream().mapToLong(unit -> unit.data().length).sum();
    ClipSummary summary = written.result();
    if (written.failed()) {
      ending = true;
      finished.tryFail(written.cause());
    } else if (summary != null) {
      finished.tryComplete(summary);
    } else if (ending && !any) {
      finished.tryFail("The camera sent no picture for the clip " + file.getFileName());
    } else if (ending || waiting.size() >= BATCH) {
      writeSome();
    }
  }

  /** The clip when it is on disk; fails if it couldn't be written, or no picture came. */
  Future<ClipSummary> finished() {
    return finished.future();
  }
}
