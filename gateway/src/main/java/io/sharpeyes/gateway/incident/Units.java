package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sends units to an incident and follows their steps.
 *
 * <p>A unit may have several incidents at a time (two cars for a county at night): the desk sees
 * that it is busy when it chooses, and {@code assignment.sent} names the others. Sent again to the
 * same incident it can be only after it declined, was done or was recalled.
 */
final class Units {

  private static final int MAX_NAME = 200;
  private static final int MAX_NOTE = 1_000;
  private static final int MAX_REASON = 1_000;

  private final Ledger ledger;
  private final Incident incident;
  private final Actor by;
  private final Instant now;

  Units(Ledger ledger, Incident incident, Actor by) {
    this.ledger = ledger;
    this.incident = incident;
    this.by = by;
    this.now = ledger.now();
  }

  Incident assign(IncidentAction.Assign action) {
    Texts.required("unit", action.unit(), MAX_NAME);
    Texts.optional("name", action.name(), MAX_NAME);
    Texts.optional("phone", action.phone(), MAX_NAME);
    Assignment before = incident.assignment(action.unit());
    if (before != null && before.isActive()) {
      throw Rejected.illegal(
          "Unit " + action.unit() + " was sent already: it is " + before.state().wireName());
    }
    if (before == null && incident.assignments().size() >= ledger.response().maxAssignments()) {
      throw new Rejected(
          Rejected.Reason.LIMIT,
          "No more than " + ledger.response().maxAssignments() + " units can be sent",
          null);
    }
    return take(Assignment.send(action, by, now));
  }

  Incident step(IncidentAction.UnitStep action) {
    Assignment before = incident.assignment(action.unit());
    if (before == null || movedOn(before)) {
      return stepWhereMerged(action);
    }
    Texts.optional("note", action.note(), MAX_NOTE);
    if (before.state() == action.step()) {
      // A phone that came back from a dead spot says it twice.
      return incident;
    }
    return take(before.step(action.step(), now, action.note()));
  }

  /** Recalls a unit (撤回派遣); one that is recalled already stays so. */
  Incident recall(String unit, String reason) {
    Texts.optional("reason", reason, MAX_REASON);
    Assignment before = incident.assignment(unit);
    if (before == null || movedOn(before)) {
      throw notHere(unit);
    }
    return before.state() == Assignment.State.RECALLED
        ? incident
        : take(before.recalled(new Assignment.Recall(by, reason), now));
  }

  /** Recalls all that have still to do with it. */
  Incident recallAll() {
    Incident after = incident;
    for (Assignment assignment : incident.unitsOut()) {
      after = new Units(ledger, after, by).recall(assignment.unit(), "");
    }
    return after;
  }

  /** A unit goes on saying its steps to the incident that it was sent to. */
  private Incident stepWhereMerged(IncidentAction.UnitStep action) {
    String id = incident.links().mergedInto();
    Incident into = id == null ? null : ledger.files().any(id);
    if (into == null || into.assignment(action.unit()) == null) {
      throw Rejected.invalid("Unit " + action.unit() + " was not sent to this incident");
    }
    return new Units(ledger, into, by).step(action);
  }

  /** Says whether a unit that was sent to both of two merged incidents has to do with the other. */
  private boolean movedOn(Assignment assignment) {
    return assignment.isActive() && incident.links().mergedInto() != null;
  }

  /** Whoever recalls must have the other incident: it is named, not reached through this one. */
  private Rejected notHere(String unit) {
    String into = incident.links().mergedInto();
    return into == null
        ? Rejected.invalid("Unit " + unit + " was not sent to this incident")
        : Rejected.illegal(
            "This incident was merged into "
                + into
                + ": if unit "
                + unit
                + " is out, recall it there");
  }

  private Incident take(Assignment assignment) {
    IncidentChange change = incident.change(now).assignment(assignment);
    if (!by.equals(Actor.GATEWAY)) {
      change.raiseRevision();
    }
    if (incident.isOwnedBy(by.user())) {
      change.ringing(incident.ringing().realertAt(null));
    }
    Incident noted = change.done();
    Incident after = followed(noted);
    List<String> others = new ArrayList<>(ledger.files().ofUnit(assignment.unit()));
    others.remove(incident.id());
    String word = assignment.state().wireName().toLowerCase(Locale.ROOT);
    ledger.say(
        "assignment." + word, new EventData.AssignmentChanged(after, assignment, by, others));
    if (!after.handling().state().equals(incident.handling().state())) {
      ledger.say("incident." + after.handling().state(), new EventData.Changed(after, by, null));
    }
    return after;
  }

  /** The handling follows the furthest unit, if somebody has the incident. */
  private Incident followed(Incident noted) {
    return noted.handling() instanceof Handling.Owned owned
        ? noted.with(owned.follow(noted.assignments(), now), now)
        : noted;
  }

  /** The assignments that stay with an incident that is merged: those that are history. */
  static List<Assignment> staying(Incident source, Incident into) {
    return source.assignments().stream().filter(assignment -> !moves(assignment, into)).toList();
  }

  /** The assignments of an incident into which another is merged. */
  static List<Assignment> joined(Incident into, Incident source) {
    List<Assignment> joined = new ArrayList<>(into.assignments());
    for (Assignment assignment : source.assignments()) {
      if (moves(assignment, into)) {
        joined.removeIf(other -> other.unit().equals(assignment.unit()));
        joined.add(assignment);
      }
    }
    return joined;
  }

  private static boolean moves(Assignment assignment, Incident into) {
    Assignment there = into.assignment(assignment.unit());
    return assignment.isActive() && (there == null || !there.isActive());
  }
}
