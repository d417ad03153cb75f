package io.sharpeyes.gateway.incident;

import java.util.List;

/**
 * Does what is due; costs what is due, not what there is. What is due at once for thousands (a
 * county in which nobody answers) is done in parts, between which presses are stored.
 */
final class Timekeeper {

  private static final int MOST_AT_ONCE = 32;

  private final Ledger ledger;
  private final Ladder ladder;
  private final AreaWatch areas;
  private final WindowDesk windows;

  Timekeeper(Ledger ledger, Ladder ladder, AreaWatch areas, WindowDesk windows) {
    this.ledger = ledger;
    this.ladder = ladder;
    this.areas = areas;
    this.windows = windows;
  }

  /** Does what is due by now, but not more than some of it at once; gives how much that was. */
  int tick() {
    int done = 0;
    Deadline due = ledger.deadlines().firstDue(ledger.now());
    while (due != null && done < MOST_AT_ONCE) {
      ledger.deadlines().remove(due);
      run(due);
      areas.settle();
      done++;
      due = ledger.deadlines().firstDue(ledger.now());
    }
    return done;
  }

  private void run(Deadline due) {
    switch (due.kind()) {
      case ESCALATE_AREA -> areas.escalate(due.subject());
      case AREA_GROWN -> areas.tell(due.subject());
      case WINDOW_END -> windows.end(due.subject());
      case STALE, ESCALATE, REALERT, OVERDUE -> runFor(due);
    }
  }

  private void runFor(Deadline due) {
    Incident incident = ledger.files().open(due.subject());
    if (incident == null) {
      return;
    }
    switch (due.kind()) {
      case STALE -> stale(incident);
      case ESCALATE -> escalate(incident);
      case REALERT -> realert(incident);
      case OVERDUE -> overdue(incident, due.detail());
      default -> throw new IllegalStateException(due.kind() + " is not about an incident");
    }
  }

  /** 席位失联: a mark; and it rings again, until the owner is back or another takes it over. */
  private void stale(Incident incident) {
    Handling.Owned owned = incident.handling().owned();
    Incident.Ringing ringing =
        incident.status() == Status.SYSTEM ? incident.ringing() : ladder.again(incident.ringing());
    Incident stale =
        incident.change(ledger.now()).handling(owned.stale(ledger.now())).ringing(ringing).done();
    ledger.say("incident.stale", new EventData.Changed(stale, null, null));
  }

  private void escalate(Incident incident) {
    Ladder.Rung rung = ladder.next(incident.place().district(), incident.ringing());
    Incident escalated = incident.with(rung.ringing(), ledger.now());
    ledger.say(
        "incident.escalated",
        new EventData.Escalated(escalated, rung.ringing().rung(), rung.notifies()));
  }

  private void realert(Incident incident) {
    Incident told = incident.with(incident.ringing().realertAt(null), ledger.now());
    ledger.say("incident.repeated", new EventData.Repeated(told, null, true));
  }

  private void overdue(Incident incident, String unit) {
    Assignment assignment = incident.assignment(unit);
    if (assignment != null && assignment.isUnanswered()) {
      Assignment late = assignment.markOverdue();
      Incident after = incident.change(ledger.now()).assignment(late).done();
      ledger.say(
          "assignment.overdue",
          new EventData.AssignmentChanged(after, late, Actor.GATEWAY, List.of()));
    }
  }
}
