package io.sharpeyes.gateway.journal;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents are wanted; null and empty mean any.
 *
 * @param handlings handling words, for instance {@code new}; empty for any
 * @param districts codes of the districts whose incidents may be seen, each by itself: whoever asks
 *     spells a subtree out; null for all
 * @param site of this site only
 * @param unit of those only that this unit was sent to
 * @param since opened at this time or later
 * @param until opened before this time
 * @param disposition closed as this only
 * @param text words that must all stand in names, addresses, notes or numbers; case doesn't matter
 * @param after where the page before ended ({@link Page#next})
 * @param limit of a page, 1 to 500
 */
public record IncidentQuery(
    Set<String> handlings,
    @Nullable Set<String> districts,
    @Nullable String site,
    @Nullable String unit,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String disposition,
    @Nullable String text,
    @Nullable String after,
    int limit) {

  /**
   * Checks the limit and copies the sets.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public IncidentQuery {
    if (limit < 1 || limit > 500) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 to 500");
    }
    handlings = Set.copyOf(handlings);
    districts = districts == null ? null : Set.copyOf(districts);
  }

  /** The newest, whatever they are. */
  public static IncidentQuery newest(int limit) {
    return new IncidentQuery(Set.of(), null, null, null, null, null, null, null, null, limit);
  }
}
