package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.evidence.PictureRefused.Reason;
import io.sharpeyes.gateway.incident.Incident;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words for each verdict. */
final class Refusals {

  private Refusals() {}

  /** What the one who asked is told. */
  static PictureRefused of(Verdict verdict, @Nullable Incident incident) {
    String id = incident == null ? "" : incident.id();
    Reason reason =
        switch (verdict) {
          case NOT_VISIBLE -> Reason.NOT_FOUND;
          case CLOSED, OPEN -> Reason.STATE;
          default -> Reason.NOT_ALLOWED;
        };
    String cause = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new PictureRefused(reason, cause, words(verdict, id));
  }

  private static String words(Verdict verdict, String id) {
    return switch (verdict) {
      case NOT_VISIBLE -> "There is no incident " + id + " that you may see.";
      case WRONG_ROLE -> "Your role doesn't look through cameras this way.";
      case NO_ALARM -> "Incident " + id + " is what a device says of itself; nobody pressed.";
      case NOT_RINGING ->
          "Incident " + id + " rings for other desks. It can be forwarded to you, or you claim it.";
      case NOT_HANDLING ->
          "Somebody else has incident " + id + ". It can be forwarded to you, or you take it over.";
      case NOT_ASSIGNED -> "Your unit has nothing to do with incident " + id + " now.";
      case CLOSED ->
          "Incident "
              + id
              + " is closed. What was kept of it opens by a review: send a request number and a"
              + " reason, and have a second person confirm it.";
      case OPEN -> "Incident " + id + " is open: there is nothing to review yet.";
      case SAME_PERSON -> "Somebody else has to confirm your review.";
      case GRANTED -> "";
    };
  }

  /** What somebody who looks is told when it ends. */
  static String ending(Verdict verdict) {
    return switch (verdict) {
      case CLOSED -> "the incident was closed";
      case OPEN -> "the incident was reopened";
      case NOT_RINGING -> "the incident rings for others now";
      case NOT_HANDLING -> "somebody else has the incident now";
      case NOT_ASSIGNED -> "the unit has nothing to do with the incident any more";
      default -> "the person's rights have changed";
    };
  }
}
