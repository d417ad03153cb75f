package io.sharpeyes.gateway.evidence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The few threads on which evidence touches the disk. What waits for them is bounded: one more is
 * refused and counted, so that a disk that hangs costs pictures and nothing else.
 */
final class EvidenceWorkers implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST_WAITING = 512;

  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  EvidenceWorkers(Vertx vertx) {
    threads = vertx.createSharedWorkerExecutor("evidence", THREADS, 2, TimeUnit.MINUTES);
  }

  /** Does something that blocks; fails with {@link EvidenceRefused} if too much is waiting. */
  <T> Future<T> run(Callable<T> work) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      refused.increment();
      return Future.failedFuture(
          EvidenceRefused.later(
              "at-work", "too much evidence waits for the disk; try again in a moment"));
    }
    return threads.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
  }

  int waiting() {
    return waiting.get();
  }

  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    threads.close();
  }
}
