package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Actor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The reviews that wait for a second person, or have heard one. Any thread; never blocks. */
final class ReviewBook {

  static final int MOST_REVIEWS = 1_000;
  static final int MOST_PER_PERSON = 32;

  // Guarded by this.
  private final Map<String, Review> reviews = new LinkedHashMap<>();

  /** The review that a person has asked for already, with the same words; no declined one. */
  synchronized Optional<Review> same(
      String incident, String user, String requestNumber, String reason, Instant now) {
    expire(now);
    return reviews.values().stream()
        .filter(review -> review.incident().equals(incident) && review.declined() == null)
        .filter(review -> review.by().user().equals(user))
        .filter(review -> review.requestNumber().equals(requestNumber))
        .filter(review -> review.reason().equals(reason))
        .findFirst();
  }

  /** A review that isn't in the book yet: the audit comes first. */
  static Review draft(
      String incident, Actor by, String requestNumber, String reason, Instant now, Instant until) {
    String id = "R-" + UUID.randomUUID();
    return new Review(id, incident, by, requestNumber, reason, now, null, null, until);
  }

  /**
   * Takes one in; what the same person was declined for the same incident is settled by it.
   *
   * @return false if there are too many
   */
  synchronized boolean add(Review review) {
    reviews
        .values()
        .removeIf(
            one ->
                one.declined() != null
                    && one.incident().equals(review.incident())
                    && one.by().user().equals(review.by().user()));
    long own =
        reviews.values().stream().filter(one -> one.by().user().equals(review.by().user())).count();
    if (reviews.size() >= MOST_REVIEWS || own >= MOST_PER_PERSON) {
      return false;
    }
    reviews.put(review.id(), review);
    return true;
  }

  synchronized Optional<Review> find(String incident, String id, Instant now) {
    expire(now);
    return Optional.ofNullable(reviews.get(id)).filter(one -> one.incident().equals(incident));
  }

  /**
   * Notes what the second person said.
   *
   * @return the review, if it is there still and nobody was quicker
   */
  synchronized Optional<Review> settle(Review review, UnaryOperator<Review> said) {
    Review known = reviews.get(review.id());
    if (known == null || !known.isWaiting()) {
      return Optional.empty();
    }
    Review settled = said.apply(known);
    reviews.put(settled.id(), settled);
    return Optional.of(settled);
  }

  /** Puts one back as it was before: what followed could not be stored. */
  synchronized void undo(Review before) {
    reviews.replace(before.id(), before);
  }

  /** Takes one out again: it could not be stored. */
  synchronized void remove(Review review) {
    reviews.remove(review.id());
  }

  /** All, in the order in which they were asked for. */
  synchronized List<Review> all(Instant now) {
    expire(now);
    return List.copyOf(reviews.values());
  }

  /** Those of an incident, in the order in which they were asked for. */
  synchronized List<Review> of(String incident, Instant now) {
    expire(now);
    return reviews.values().stream().filter(one -> one.incident().equals(incident)).toList();
  }

  /** Forgets those of an incident: it was reopened. */
  synchronized void forget(String incident) {
    reviews.values().removeIf(review -> review.incident().equals(incident));
  }

  synchronized void expire(Instant now) {
    reviews.values().removeIf(review -> !now.isBefore(review.expiresAt()));
  }
}
