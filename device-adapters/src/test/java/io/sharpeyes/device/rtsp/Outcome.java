package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Waits for what a future comes to. */
final class Outcome {

  private static final long PATIENCE_SECONDS = 20;
  private static final long POLL_MILLIS = 10;

  private Outcome() {}

  static <T> T of(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
  }

  /** The failure; it is an error of the test if there is none, or one of another kind. */
  static RtspException failureOf(Future<?> future) throws Exception {
    try {
      throw new AssertionError("It succeeded: " + of(future));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RtspException failure) {
        return failure;
      }
      throw e;
    }
  }

  /** Waits until something became true. */
  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + PATIENCE_SECONDS + " s");
      }
      MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
