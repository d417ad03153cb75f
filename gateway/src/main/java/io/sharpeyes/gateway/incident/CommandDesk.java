package io.sharpeyes.gateway.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Does what people want, if the incident allows it. */
final class CommandDesk {

  private final Ledger ledger;
  private final Ladder ladder;

  CommandDesk(Ledger ledger, Ladder ladder) {
    this.ledger = ledger;
    this.ladder = ladder;
  }

  /**
   * Does a command.
   *
   * @param stored the incident as stored, if it was closed so long ago that it isn't in the book
   * @throws Rejected if it can't be done
   */
  Incident command(IncidentCommand command, @Nullable Incident stored) {
    Incident incident = find(command.incident(), stored);
    try {
      checkRevision(command.expectedRevision(), incident);
      return command.action().accept(new CommandRun(ledger, ladder, incident, command.actor()));
    } catch (Rejected e) {
      throw e.with(incident);
    }
  }

  private Incident find(String id, @Nullable Incident stored) {
    Incident incident = ledger.files().any(id);
    if (incident == null && stored != null && !stored.isOpen()) {
      incident = stored;
    }
    if (incident == null) {
      throw new Rejected(Rejected.Reason.NOT_FOUND, "There is no incident " + id, null);
    }
    return incident;
  }

  private static void checkRevision(@Nullable Long expected, Incident incident) {
    if (expected != null && expected != incident.revision()) {
      throw new Rejected(
          Rejected.Reason.STALE_REVISION,
          "The incident is at revision "
              + incident.revision()
              + ", not "
              + expected
              + ": look at it again",
          incident);
    }
  }

  /** Somebody takes an incident that nobody has; it is where its units are. */
  static Incident claimed(Incident incident, Actor by, Instant at) {
    Handling.Owned claimed = incident.handling().unclaimed().claim(by, at);
    return incident
        .change(at)
        .handling(claimed.follow(incident.assignments(), at))
        .ringing(incident.ringing().answered())
        .raiseRevision()
        .done();
  }
}
