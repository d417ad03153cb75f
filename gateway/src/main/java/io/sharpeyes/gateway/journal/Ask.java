package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An input on its way through the writer, and who waits for the answer. */
final class Ask<R> {

  private final Input<R> input;
  private final Promise<R> promise = Promise.promise();
  private final Context context;

  // Owned by the writer's thread.
  private @Nullable R result;
  private @Nullable Throwable failure;
  private long lastSequence;

  Ask(Input<R> input, Context context) {
    this.input = input;
    this.context = context;
  }

  Input<R> input() {
    return input;
  }

  /** Where the answer is wanted. */
  Context context() {
    return context;
  }

  Future<R> future() {
    return promise.future();
  }

  /** Keeps the answer until the events are on disk. */
  void applied(Outcome<R> outcome, long last) {
    result = outcome.result();
    failure = null;
    lastSequence = last;
  }

  /** Keeps the failure until the batch is done. */
  void failed(Throwable cause) {
    failure = cause;
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Gives the answer; on {@link #context()}. */
  void answer() {
    if (failure != null) {
      promise.fail(failure);
    } else {
      promise.complete(input.answer(Objects.requireNonNull(result), lastSequence));
    }
  }
}
