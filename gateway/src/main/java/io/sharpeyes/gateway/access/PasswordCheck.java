package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords on threads of its own, a few at a time: each check takes some tens of
 * milliseconds and 19 MiB. People from an address that has signed in before have a thread that
 * strangers can't fill. Nobody has more than {@value #MOST_OF_ONE} checks at a time: who knows one
 * password could fill the desks' thread with it, and guesses that come all at once would be looked
 * at before the first of them has failed. May be called on any thread; never blocks.
 */
final class PasswordCheck implements AutoCloseable {

  static final int MOST_WAITING = 32;
  static final int MOST_OF_ONE = 2;

  private final WorkerExecutor forStrangers;
  private final WorkerExecutor forKnown;
  private final AtomicInteger strangersWaiting = new AtomicInteger();
  private final AtomicInteger knownWaiting = new AtomicInteger();

  // Guarded by itself; has no more entries than checks that wait.
  private final Map<String, Integer> ofEach = new HashMap<>();
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
   * @param whose under what checks of the same origin are counted
   * @return fails with {@link SignInRefused} if too many are waiting
   */
  Future<Boolean> check(Secret password, @Nullable String hash, boolean known, String whose) {
    AtomicInteger waiting = known ? knownWaiting : strangersWaiting;
    if (!begin(whose, waiting)) {
      refused.increment();
      return Future.failedFuture(SignInRefused.busy());
    }
    byte[] typed = password.bytes();
    return (known ? forKnown : forStrangers)
        .executeBlocking(
            () ->
                PasswordHash.isOf(typed, hash == null ? PasswordHash.NOBODY : hash) && hash != null,
            false)
        .onComplete(done -> end(whose, waiting));
  }

  private boolean begin(String whose, AtomicInteger waiting) {
    synchronized (ofEach) {
      if (waiting.get() >= MOST_WAITING || ofEach.getOrDefault(whose, 0) >= MOST_OF_ONE) {
        return false;
      }
      waiting.incrementAndGet();
      ofEach.merge(whose, 1, Integer::sum);
      return true;
    }
  }

  private void end(String whose, AtomicInteger waiting) {
    synchronized (ofEach) {
      waiting.decrementAndGet();
      ofEach.computeIfPresent(whose, (origin, count) -> count == 1 ? null : count - 1);
    }
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
