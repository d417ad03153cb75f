package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.evidence.PictureRefused.Reason;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what was kept of a closed incident: somebody asks with a request number and a reason, and a
 * second person confirms it under their own sign-in, or declines it with a reason. They stand in
 * the log as {@code evidence.review-*}, so that a restart doesn't end them. Any thread; never
 * blocks.
 */
public final class Reviews {

  private static final Logger log = LoggerFactory.getLogger(Reviews.class);

  private static final String ASKED = "evidence.review-asked";
  private static final String CONFIRMED = "evidence.review-confirmed";
  private static final String DECLINED = "evidence.review-declined";

  private final Grants grants;
  private final Journal journal;
  private final Supplier<Registry> registry;
  private final PictureAudit audit;
  private final GrantSettings settings;
  private final InstantSource clock;
  private final ReviewBook book = new ReviewBook();

  Reviews(
      Grants grants,
      Journal journal,
      Supplier<Registry> registry,
      PictureAudit audit,
      GrantSettings settings,
      InstantSource clock) {
    this.grants = grants;
    this.journal = journal;
    this.registry = registry;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** What became of the wish to review: it waits, or there is a grant. */
  public record Reviewed(Review review, @Nullable Grant grant) {}

  /**
   * Asks to look at what was kept of a closed incident. The first time it only asks; once a second
   * person has confirmed it, asking with the same words gives the right.
   *
   * @param requestNumber of the request that it answers
   * @param reason why, in words
   * @return fails with {@link PictureRefused}
   */
  public Future<Reviewed> ask(
      Session who, String incident, String camera, String requestNumber, String reason) {
    return grants
        .find(incident)
        .compose(
            found -> checkReviewing(who, found).compose(ok -> grants.checkReach(found, camera)))
        .compose(found -> review(who, found, requestNumber, reason))
        .compose(
            review ->
                review.confirmedBy() == null
                    ? Future.succeededFuture(new Reviewed(review, null))
                    : open(who, review, camera))
        .recover(failure -> grants.refused(failure, who, "review", incident, camera, null));
  }

  private Future<Incident> checkReviewing(Session who, Incident incident) {
    Verdict verdict = GrantRules.reviewing(who.person(), incident, registry.get());
    return verdict == Verdict.GRANTED
        ? Future.succeededFuture(incident)
        : Future.failedFuture(Refusals.of(verdict, incident));
  }

  private Future<Review> review(
      Session who, Incident incident, String requestNumber, String reason) {
    Instant now = clock.instant();
    Optional<Review> known =
        book.same(incident.id(), who.person().user(), requestNumber, reason, now);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    Review review =
        ReviewBook.draft(
            incident.id(),
            PictureAudit.actor(who),
            requestNumber,
            reason,
            now,
            now.plus(settings.confirmWithin()));
    return audit
        .first(who, "picture.review-asked", incident.id(), detail(review))
        .map(
            written -> {
              if (!book.add(review)) {
                throw new PictureRefused(
                    Reason.TOO_MANY,
                    "too-many",
                    "Too many reviews wait for their second person. Have some confirmed first.");
              }
              return review;
            })
        .compose(
            added ->
                tell(incident, ASKED)
                    .onFailure(notStored -> book.remove(review))
                    .map(told -> review));
  }

  /** Keeps how an incident's reviews stand now, for desks and for the time after a restart. */
  private Future<Void> tell(Incident incident, String type) {
    List<Map<String, Object>> standing = of(incident.id()).stream().map(Review::members).toList();
    Map<String, Object> data = Map.of("incident", incident.id(), "reviews", standing);
    return journal.append(EvidenceStore.event(incident, type, data, clock.instant())).mapEmpty();
  }

  /**
   * Takes back in what the log has last of each incident's reviews. Until then an older review is
   * unknown; one that can't be read is passed over.
   *
   * @param latest of each incident; that it was reopened ends its reviews
   */
  public void recall(List<StoredEvent> latest) {
    for (StoredEvent event : latest) {
      if (List.of(ASKED, CONFIRMED, DECLINED).contains(event.type())) {
        recall(event);
      }
    }
  }

  private void recall(StoredEvent event) {
    try {
      Instant now = clock.instant();
      for (Object members : event.data().toJsonObject().getJsonArray("reviews")) {
        Review review = Review.of((JsonObject) members);
        if (now.isBefore(review.expiresAt())
            && book.find(review.incident(), review.id(), now).isEmpty()) {
          book.add(review);
        }
      }
    } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
      log.atWarn()
          .addKeyValue("sequence", event.sequence())
          .addKeyValue("cause", unreadable.getMessage())
          .log("reviews in the log can't be read; passed over");
    }
  }

  private static Map<String, Object> detail(Review review) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("review", review.id());
    detail.put("incident", review.incident());
    detail.put("by", review.by().user());
    detail.put("requestNumber", review.requestNumber());
    detail.put("reason", review.reason());
    return detail;
  }

  private Future<Reviewed> open(Session who, Review review, String camera) {
    Map<String, Object> more = detail(review);
    Actor second = review.confirmedBy();
    more.put("confirmedBy", second == null ? "" : second.user());
    Instant now = clock.instant();
    Grant draft =
        GrantBook.draft(
            Grant.Kind.REVIEW,
            who,
            review.incident(),
            camera,
            now,
            Duration.between(now, review.expiresAt()));
    return grants.give(draft, "picture.grant", more).map(grant -> new Reviewed(review, grant));
  }

  /**
   * Is the second person of a review.
   *
   * @return fails with {@link PictureRefused}
   */
  public Future<Review> confirm(Session who, String incident, String id) {
    return settle(
        who,
        incident,
        id,
        "confirm",
        new Word(
            "picture.review-confirmed",
            CONFIRMED,
            Map.of(),
            review ->
                review.confirmed(
                    PictureAudit.actor(who), clock.instant().plus(settings.review()))));
  }

  /**
   * Is the second person of a review, and says no.
   *
   * @param reason why not, in words
   * @return fails with {@link PictureRefused}
   */
  public Future<Review> decline(Session who, String incident, String id, String reason) {
    return settle(
        who,
        incident,
        id,
        "decline",
        new Word(
            "picture.review-declined",
            DECLINED,
            Map.of("declineReason", reason),
            review -> review.declined(PictureAudit.actor(who), reason)));
  }

  /**
   * What a second person says.
   *
   * @param action its row in the audit
   * @param event its event
   * @param more what else the row says
   * @param said what becomes of the review
   */
  private record Word(
      String action, String event, Map<String, String> more, UnaryOperator<Review> said) {}

  private Future<Review> settle(Session who, String incident, String id, String asked, Word word) {
    return grants
        .find(incident)
        .compose(
            found ->
                book.find(incident, id, clock.instant())
                    .filter(known -> Rights.maySee(who.person(), Topic.of(found, registry.get())))
                    .map(known -> settle(who, found, known, word))
                    .orElseGet(() -> Future.failedFuture(PictureRefused.notFound("review", id))))
        .recover(failure -> grants.refused(failure, who, asked, incident, "", null));
  }

  private Future<Review> settle(Session who, Incident incident, Review review, Word word) {
    Verdict verdict =
        GrantRules.confirming(who.person(), review.by().user(), incident, registry.get());
    if (verdict != Verdict.GRANTED) {
      return Future.failedFuture(Refusals.of(verdict, incident));
    }
    if (!review.isWaiting()) {
      return Future.failedFuture(settledAlready(review));
    }
    Map<String, Object> detail = detail(review);
    detail.putAll(word.more());
    return audit
        .first(who, word.action(), incident.id(), detail)
        .map(written -> book.settle(review, word.said()).orElseThrow(() -> settledAlready(review)))
        .compose(
            settled ->
                tell(incident, word.event())
                    .onFailure(notStored -> book.undo(review))
                    .map(told -> settled));
  }

  private static PictureRefused settledAlready(Review review) {
    return new PictureRefused(
        Reason.STATE,
        "settled-already",
        "Review " + review.id() + " is confirmed or declined already, or over.");
  }

  /** All reviews that stand. Which of them somebody may know is for the one who asks to see to. */
  public List<Review> all() {
    return book.all(clock.instant());
  }

  /** The reviews of an incident. Whoever asks may see the incident. */
  public List<Review> of(String incident) {
    return book.of(incident, clock.instant());
  }

  /** The incident was reopened: what was confirmed for it opens nothing any more. */
  void forget(String incident) {
    book.forget(incident);
  }
}
