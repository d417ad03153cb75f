package io.sharpeyes.gateway.journal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads that read, each on its own connection, so that no event loop ever waits for the
 * disk and the writer never waits for a reader.
 *
 * @param <C> what a thread reads from
 */
final class ReadPool<C extends AutoCloseable> implements AutoCloseable {

  /** Opens what a thread reads from. */
  interface Opening<C> {
    C open() throws SQLException;
  }

  /** Reads. */
  interface Reading<C, R> {
    R read(C connection) throws SQLException;
  }

  private static final Logger log = LoggerFactory.getLogger(ReadPool.class);

  private final BlockingQueue<Job<C, ?>> waiting;
  private final List<Thread> threads = new ArrayList<>();
  private final List<C> connections = new ArrayList<>();
  private volatile boolean closed;

  ReadPool(String name, int size, int bound, Opening<C> opening) throws SQLException {
    waiting = new ArrayBlockingQueue<>(bound);
    for (int i = 1; i <= size; i++) {
      C connection = opening.open();
      connections.add(connection);
      Thread thread = new Thread(() -> run(connection), name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** Reads on one of the threads; the future completes on the given context. */
  <R> Future<R> read(Context context, Reading<C, R> reading) {
    Job<C, R> job = new Job<>(reading, Promise.promise(), context);
    if (closed) {
      return Future.failedFuture(Lanes.stopped());
    }
    if (!waiting.offer(job)) {
      return Future.failedFuture(
          new NotStored(NotStored.Reason.OVERLOADED, "too many readings are waiting; try again"));
    }
    return job.promise.future();
  }

  private void run(C connection) {
    try {
      while (!closed) {
        waiting.take().run(connection);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int depth() {
    return waiting.size();
  }

  /** Ends the threads; what waits fails. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      thread.interrupt();
      Threads.join(thread);
    }
    for (Job<C, ?> job = waiting.poll(); job != null; job = waiting.poll()) {
      job.fail(Lanes.stopped());
    }
    for (C connection : connections) {
      try {
        connection.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("a read connection could not be closed");
      }
    }
  }

  private record Job<C, R>(Reading<C, R> reading, Promise<R> promise, Context context) {

    void run(C connection) {
      try {
        R result = reading.read(connection);
        context.runOnContext(v -> promise.complete(result));
      } catch (SQLException | RuntimeException e) {
        fail(e);
      }
    }

    void fail(Throwable cause) {
      context.runOnContext(v -> promise.fail(cause));
    }
  }
}
