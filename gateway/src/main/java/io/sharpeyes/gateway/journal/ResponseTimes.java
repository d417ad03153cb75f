package io.sharpeyes.gateway.journal;

import java.util.List;

/**
 * How long it took from the opening of incidents to a stage, in one district; drills, tests and
 * duplicates left out.
 *
 * @param district its code
 * @param stage {@code claimed}, {@code dispatched}, {@code on-scene} or {@code closed}
 * @param count incidents that have reached it
 * @param p50Ms half of them were quicker, milliseconds
 * @param p90Ms nine in ten were quicker
 * @param p95Ms 19 in 20 were quicker
 * @param maxMs the slowest
 * @param buckets how many took at most so long, each including those before
 */
public record ResponseTimes(
    String district,
    String stage,
    long count,
    long p50Ms,
    long p90Ms,
    long p95Ms,
    long maxMs,
    List<Bucket> buckets) {

  /** Copies the list. */
  public ResponseTimes {
    buckets = List.copyOf(buckets);
  }

  /**
   * Part of the distribution.
   *
   * @param atMostMs the bound, milliseconds
   * @param count how many took at most so long
   */
  public record Bucket(long atMostMs, long count) {}
}
