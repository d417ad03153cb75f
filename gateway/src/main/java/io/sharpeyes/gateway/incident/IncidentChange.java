package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A changed copy of an incident in the making, so that a change names only what it changes. */
final class IncidentChange {

  private final Incident from;
  private final Instant updatedAt;
  private long revision;
  private Status status;
  private int priority;
  private int code;
  private boolean quiet;
  private boolean duress;
  private boolean late;
  private Condition condition;
  private Handling handling;
  private Incident.Presses presses;
  private Incident.Ringing ringing;
  private List<Assignment> assignments;
  private Incident.@Nullable CancelRequest cancelRequest;
  private Incident.Links links;

  IncidentChange(Incident from, Instant at) {
    this.from = from;
    this.updatedAt = at;
    this.revision = from.revision();
    this.status = from.status();
    this.priority = from.priority();
    this.code = from.code();
    this.quiet = from.quiet();
    this.duress = from.duress();
    this.late = from.late();
    this.condition = from.condition();
    this.handling = from.handling();
    this.presses = from.presses();
    this.ringing = from.ringing();
    this.assignments = from.assignments();
    this.cancelRequest = from.cancelRequest();
    this.links = from.links();
  }

  /** A person did it. */
  IncidentChange raiseRevision() {
    revision++;
    return this;
  }

  IncidentChange status(Status other) {
    status = other;
    return this;
  }

  /** Takes a code's priority and quiet if they are graver than what stood. */
  IncidentChange graver(AlarmCode alarm, boolean silent) {
    if (alarm.priority() < priority) {
      priority = alarm.priority();
      code = alarm.code();
    }
    quiet |= silent;
    duress |= alarm.isDuress();
    return this;
  }

  IncidentChange quiet(boolean other) {
    quiet = other;
    return this;
  }

  IncidentChange late(boolean other) {
    late = other;
    return this;
  }

  IncidentChange condition(Condition other) {
    condition = other;
    return this;
  }

  IncidentChange handling(Handling other) {
    handling = other;
    return this;
  }

  IncidentChange presses(Incident.Presses other) {
    presses = other;
    return this;
  }

  IncidentChange ringing(Incident.Ringing other) {
    ringing = other;
    return this;
  }

  IncidentChange assignments(List<Assignment> other) {
    assignments = other;
    return this;
  }

  /** Puts a unit's assignment in the place of its former one, or at the end. */
  IncidentChange assignment(Assignment assignment) {
    List<Assignment> list = new ArrayList<>(assignments);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).unit().equals(assignment.unit())) {
        list.set(i, assignment);
        return assignments(list);
      }
    }
    list.add(assignment);
    return assignments(list);
  }

  IncidentChange cancelRequest(Incident.CancelRequest other) {
    cancelRequest = other;
    return this;
  }

  IncidentChange links(Incident.Links other) {
    links = other;
    return this;
  }

  Incident done() {
    return new Incident(
        from.id(),
        revision,
        from.openedAt(),
        updatedAt,
        status,
        priority,
        code,
        quiet,
        duress,
        late,
        condition,
        handling,
        from.place(),
        presses,
        ringing,
        assignments,
        cancelRequest,
        links);
  }
}
