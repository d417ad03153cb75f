package io.sharpeyes.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets each caller ask so many times a second, with some at once. The callers who were quiet
 * longest are forgotten when there are too many. Any thread.
 */
final class RateLimit {

  private static final int MOST_CALLERS = 20_000;

  private static final class Bucket {
    private double tokens;
    private long filledAt;

    Bucket(double tokens, long filledAt) {
      this.tokens = tokens;
      this.filledAt = filledAt;
    }
  }

  private final double perSecond;
  private final double atOnce;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  /**
   * Makes one.
   *
   * @param nanoTime a clock that never goes back
   */
  RateLimit(double perSecond, double atOnce, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    this.nanoTime = nanoTime;
  }

  /** Whether a caller may ask once more now. */
  synchronized boolean admits(String caller) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(caller, key -> new Bucket(atOnce, now));
    bucket.tokens = Math.min(atOnce, bucket.tokens + (now - bucket.filledAt) / 1e9 * perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
