package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords on threads of its own, a few at a time: each check takes some tens of
 * milliseconds and 19 MiB. People from an address that has signed in before have a thread that
 * strangers can't fill. May be called on any thread; never blocks.
 */
final class PasswordCheck implements AutoCloseable {

  static final int MOST_WAITING = 32;

  private final WorkerExecutor forStrangers;
  private final WorkerExecutor forKnown;
  private final AtomicInteger strangersWaiting = new AtomicInteger();
  private final AtomicInteger knownWaiting = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  PasswordCheck(Vertx vertx) {
    forStrangers = vertx.createSharedWorkerExecutor("password-check", 1, 30, TimeUnit.SECONDS);
    forKnown = vertx.createSharedWorkerExecutor("password-check-known", 1, 30, TimeUnit.SECONDS);
  }

  /**
   * Checks a password.
   *
   * @param hash the stored form, or null for a person who doesn't exist: takes as long, gives false
   * @param known whether the person signed in from this address before
   * @return fails with {@link SignInRefused} if too many are waiting
   */
  Future<Boolean> check(Secret password, @Nullable String hash, boolean known) {
    AtomicInteger waiting = known ? knownWaiting : strangersWaiting;
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      refused.increment();
      return Future.failedFuture(SignInRefused.busy());
    }
    byte[] typed = password.bytes();
    return (known ? forKnown : forStrangers)
        .executeBlocking(
            () ->
                PasswordHash.isOf(typed, hash == null ? PasswordHash.NOBODY : hash) && hash != null,
            false)
        .onComplete(done -> waiting.decrementAndGet());
  }

  /** How often a check was refused because too many were waiting. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    forStrangers.close();
    forKnown.close();
  }
}
