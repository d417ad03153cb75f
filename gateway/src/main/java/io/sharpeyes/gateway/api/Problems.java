package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.SignInRefused;
import io.sharpeyes.gateway.evidence.EvidenceRefused;
import io.sharpeyes.gateway.evidence.PictureRefused;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.journal.NotStored;
import io.sharpeyes.gateway.journal.UnknownPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of every failure what the caller is told about it. */
final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /**
   * What the caller is told.
   *
   * @param view what the caller may see of incidents; null if nobody is signed in
   */
  static Problem of(Throwable failure, @Nullable IncidentView view) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof Rejected rejected) {
      return of(rejected, view);
    }
    if (failure instanceof SignInRefused refused) {
      return of(refused);
    }
    if (failure instanceof PictureRefused refused) {
      return of(refused);
    }
    if (failure instanceof EvidenceRefused refused) {
      return of(refused);
    }
    if (failure instanceof AuditLog.NotAudited notAudited) {
      return notAudited(String.valueOf(notAudited.getMessage()));
    }
    if (failure instanceof UnknownPage unknown) {
      return Problem.invalid("cursor", String.valueOf(unknown.getMessage()));
    }
    if (failure instanceof NotStored notStored) {
      return Problem.unavailable(String.valueOf(notStored.getMessage()));
    }
    log.atError().setCause(failure).log("a request failed by a fault of the gateway");
    return Problem.fault();
  }

  private static Problem of(Rejected rejected, @Nullable IncidentView view) {
    String message = String.valueOf(rejected.getMessage());
    Problem problem =
        switch (rejected.reason()) {
          case NOT_FOUND ->
              new Problem(
                  404,
                  "not-found",
                  "There is no such thing, or this person may not see it",
                  message,
                  "Check the identifier.");
          case STALE_REVISION ->
              new Problem(
                  412,
                  "stale",
                  "Somebody was quicker",
                  message,
                  "Look at the incident as it now stands, and send If-Match with its ETag.");
          case ILLEGAL_TRANSITION ->
              new Problem(
                  409,
                  "illegal-transition",
                  "The incident's state doesn't allow it",
                  message,
                  "Look at the incident as it now stands.");
          case INVALID ->
              new Problem(
                  400,
                  "invalid-request",
                  "The request is not as the contract says",
                  message,
                  "Correct the value and try again.");
          case UNITS_OUT ->
              new Problem(
                  409,
                  "units-out",
                  "Units are still out",
                  message,
                  "Send recallUnits: true to recall them, or unitsOutConfirmed: true if they go on.");
          case LIMIT ->
              new Problem(
                  409, "limit", "A bound is reached", message, "Close or end something first.");
          case TAKEN ->
              new Problem(
                  409,
                  "window-taken",
                  "The time is taken",
                  message,
                  "Choose another time, or call the other window off.");
        };
    if (rejected.inTheWay() != null) {
      problem.with("window", rejected.inTheWay());
    }
    Incident current = rejected.current();
    if (current != null && view != null && view.sees(current)) {
      problem.with("incident", view.json(current));
      problem.header("ETag", IncidentView.etag(current));
    }
    return problem;
  }

  private static Problem of(PictureRefused refused) {
    return problem(refused).with("cause", refused.toldCause());
  }

  private static Problem problem(PictureRefused refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case NOT_FOUND ->
          new Problem(
              404,
              "not-found",
              "There is no such thing, or this person may not see it",
              message,
              "Check the identifier, and the district and role of who is signed in.");
      case NOT_ALLOWED ->
          Problem.forbidden(message, "Who may look when stands at grantCamera in /openapi.yaml.");
      case NO_GRANT ->
          new Problem(
              403,
              "no-grant",
              "There is no grant for this",
              message,
              "POST …/cameras/{camera}/grant, in the same sign-in, and use what it answers.");
      case STATE ->
          new Problem(
              409,
              "incident-state",
              "The incident's state doesn't allow it",
              message,
              "Look at the incident as it now stands.");
      case TOO_MANY -> Problem.tooMany(message, 5);
      case NOT_AUDITED ->
          new Problem(
              503,
              "not-audited",
              "No audit row, no picture",
              message,
              "Tell who runs the gateway: its log and its disk say why.");
      case NO_PICTURE ->
          new Problem(
              404,
              "no-picture",
              "There is no picture",
              message,
              "Look at the camera's health, or try again in a few seconds.");
    };
  }

  private static Problem of(EvidenceRefused refused) {
    String message = String.valueOf(refused.getMessage());
    Problem problem =
        refused.isLater()
            ? Problem.unavailable(message)
            : new Problem(
                409,
                "evidence-state",
                "The evidence's state doesn't allow it",
                message,
                "Look at the incident's evidence as it now stands.");
    return problem.with("cause", refused.toldCause());
  }

  private static Problem notAudited(String message) {
    return new Problem(
        503,
        "not-audited",
        "Nothing of this kind without an audit row",
        message,
        "Tell who runs the gateway: its log and its disk say why.");
  }

  private static Problem of(SignInRefused refused) {
    String message = String.valueOf(refused.getMessage());
    long waitS = Math.max(1, refused.retryAfter().toSeconds());
    return switch (refused.reason()) {
      case WRONG ->
          new Problem(
              401, "wrong-password", "User name or password is wrong", message, "Check both.");
      case TOO_SOON -> Problem.tooMany(message, waitS);
      case BUSY -> Problem.unavailable(message);
      case CODE_NEEDED ->
          new Problem(
              401, "code-needed", "A code of the second factor is needed", message, "Send it.");
      case CODE_WRONG ->
          new Problem(
              401, "wrong-code", "The code is wrong or was used before", message, "Send the next.");
    };
  }
}
