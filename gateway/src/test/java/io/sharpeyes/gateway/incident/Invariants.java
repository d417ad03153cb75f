package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold whatever happens; kept from the committed events alone. */
final class Invariants {

  private static final List<String> ORDER =
      List.of("new", "claimed", "dispatched", "on-scene", "closed");

  /** What people do, and so raises the revision. */
  private static final Set<String> BY_PEOPLE =
      Set.of(
          "incident.claimed",
          "incident.taken-over",
          "incident.returned",
          "incident.forwarded",
          "incident.quieted",
          "incident.released",
          "incident.closed",
          "incident.merged",
          "incident.joined",
          "incident.reopened",
          "incident.noted",
          "incident.announced",
          "assignment.sent",
          "assignment.delivered",
          "assignment.accepted",
          "assignment.declined",
          "assignment.en-route",
          "assignment.on-scene",
          "assignment.done",
          "assignment.recalled");

  private final Map<String, Incident> incidents = new HashMap<>();
  private final Map<String, AreaEvent> areas = new HashMap<>();
  private final Set<String> alarms = new HashSet<>();
  private final Set<String> reachedAPerson = new HashSet<>();
  private Instant started = Bench.START;

  void started(Instant at) {
    started = at;
  }

  int alarms() {
    return alarms.size();
  }

  void committed(List<Event> events) {
    events.forEach(this::committed);
  }

  private void committed(Event event) {
    if (event.data() instanceof EventData.AlarmRaised raised) {
      assertThat(alarms.add(raised.alarm().id()))
          .as("alarm %s twice", raised.alarm().id())
          .isTrue();
    }
    if (event.data() instanceof EventData.OfIncident of) {
      Incident after = of.incident();
      Incident before = incidents.put(after.id(), after);
      assertThat(event.subject()).isEqualTo(after.id());
      changed(event, before, after);
      Handling.Owner owner = after.handling().owner();
      if (owner != null && !owner.isStale()) {
        reachedAPerson.remove(after.id());
        assertThat(event.type()).as("somebody has it").isNotEqualTo("incident.escalated");
      }
      ladder(
          after.id(),
          after.ringing(),
          event.data() instanceof EventData.Escalated e && e.notified().equals("webhook"));
    }
    if (event.data() instanceof EventData.AreaChanged changed) {
      AreaEvent area = changed.areaEvent();
      areas.put(area.id(), area);
      ladder(area.id(), area.ringing(), "webhook".equals(changed.notified()));
    }
  }

  private void ladder(String id, Incident.Ringing ringing, boolean webhook) {
    if (ringing.nextAt() != null) {
      reachedAPerson.remove(id);
    }
    if (webhook) {
      reachedAPerson.add(id);
    }
  }

  private void changed(Event event, @Nullable Incident before, Incident after) {
    if (before == null) {
      assertThat(event.type()).isEqualTo("incident.opened");
      assertThat(after.revision()).isZero();
      assertThat(after.isUnclaimed()).isTrue();
      opened(after);
    } else {
      assertThat(event.type()).isNotEqualTo("incident.opened");
      assertThat(after.revision() - before.revision())
          .as("revision at %s", event.type())
          .isEqualTo(BY_PEOPLE.contains(event.type()) ? 1 : 0);
      handling(event.type(), before, after);
      assignments(before, after);
      if (event.type().equals("incident.repeated")
          && after.presses().count() > before.presses().count()) {
        joined(before, after);
      }
    }
    assertThat(after.openedAt()).isBeforeOrEqualTo(after.updatedAt());
    quiet(event, before, after);
    latch(after);
    bounds(after);
  }

  /** It would have joined another one, had there been one to join. */
  private void opened(Incident opened) {
    for (Incident other : incidents.values()) {
      boolean joinable =
          !other.id().equals(opened.id())
              && other.isOpen()
              && other.status() == opened.status()
              && other.place().site().equals(opened.place().site())
              && !other.presses().lastAt().plus(window(opened)).isBefore(opened.openedAt());
      assertThat(joinable).as("%s should have joined %s", opened.id(), other.id()).isFalse();
    }
  }

  private void joined(Incident before, Incident after) {
    assertThat(before.isOpen()).isTrue();
    boolean full = openCount() >= Simulation.CORRELATION.maxOpenIncidents();
    boolean within =
        !before.presses().lastAt().plus(window(before)).isBefore(after.presses().lastAt());
    assertThat(within || full).as("joined %s too late", after.id()).isTrue();
    boolean told = after.ringing().realertAt() != null || after.status() == Status.SYSTEM;
    assertThat(told).as("a repeat is told to all desks in time").isTrue();
  }

  private static Duration window(Incident incident) {
    return incident.status() == Status.SYSTEM
        ? Simulation.CORRELATION.systemJoinWithin()
        : Simulation.CORRELATION.joinWithin();
  }

  private long openCount() {
    return incidents.values().stream().filter(Incident::isOpen).count();
  }

  /** Handling never goes back by itself. */
  private static void handling(String type, Incident before, Incident after) {
    int from = ORDER.indexOf(before.handling().state());
    int to = ORDER.indexOf(after.handling().state());
    String edge = before.handling().state() + " to " + after.handling().state() + " by " + type;
    if (to < from) {
      assertThat(type).as(edge).isIn("incident.returned", "incident.reopened");
      assertThat(type.equals("incident.reopened")).as(edge).isEqualTo(from == 4);
    }
    if (from == 0 && to > 0) {
      assertThat(type).as(edge).isIn("incident.claimed", "incident.merged");
    }
    if (to == 4 && from != 4) {
      assertThat(type).as(edge).isIn("incident.closed", "incident.merged");
    }
    if (type.equals("incident.closed")) {
      Handling.Closed closed = after.handling().closed();
      assertThat(closed.closing().disposition()).isNotEqualTo(Disposition.DUPLICATE);
    }
    if (type.equals("incident.stale")) {
      assertThat(after.handling().state()).isEqualTo(before.handling().state());
      assertThat(after.assignments()).isEqualTo(before.assignments());
    }
  }

  private static void assignments(Incident before, Incident after) {
    for (Assignment now : after.assignments()) {
      Assignment then = before.assignment(now.unit());
      if (then != null && then.state() != now.state()) {
        boolean again = !then.isActive() && now.isActive();
        boolean recalled = then.isActive() && now.recall() != null;
        assertThat(again || recalled || then.state().mayBecome(now.state()))
            .as("%s to %s", then.state(), now.state())
            .isTrue();
      }
    }
  }

  /** Nothing is sent to the site of a quiet alarm until it is released. */
  private static void quiet(Event event, @Nullable Incident before, Incident after) {
    if (after.quiet()) {
      assertThat(FeedbackPolicy.onChange(before, after)).isEmpty();
      assertThat(event.site()).isNull();
    }
    if (before != null && before.quiet() && !after.quiet()) {
      assertThat(event.type()).isEqualTo("incident.released");
      assertThat(FeedbackPolicy.onChange(before, after)).hasSize(after.presses().devices().size());
    }
  }

  private static void latch(Incident incident) {
    boolean all = incident.presses().devices().stream().allMatch(Incident.PressedDevice::restored);
    assertThat(incident.condition() == Condition.RESTORED).isEqualTo(all);
  }

  private static void bounds(Incident incident) {
    assertThat(incident.presses().devices()).hasSizeLessThanOrEqualTo(64);
    assertThat(incident.assignments())
        .hasSizeLessThanOrEqualTo(Simulation.RESPONSE.maxAssignments());
  }

  /** What must hold after a commit. */
  void holds(CaseBook book, World world, Instant ticked) {
    assertThat(alarms).as("alarms stored").hasSize(world.alarms());
    Map<String, Incident> open =
        book.open().stream().collect(Collectors.toMap(Incident::id, incident -> incident));
    assertThat(open)
        .isEqualTo(
            incidents.values().stream()
                .filter(Incident::isOpen)
                .collect(Collectors.toMap(Incident::id, incident -> incident)));
    open.values().forEach(incident -> holds(book, incident, world, ticked));
    book.areaEvents().forEach(area -> holds(area, open));
    assertThat(book.pendingReset())
        .containsExactlyInAnyOrderElementsOf(
            incidents.values().stream().filter(Incident::isPendingReset).toList());
  }

  private void holds(CaseBook book, Incident incident, World world, Instant ticked) {
    if (incident.isUnclaimed() && incident.status() != Status.SYSTEM) {
      assertThat(willEscalate(book, incident)).as("%s escalates", incident.id()).isTrue();
    }
    Handling.Owner owner = incident.handling().owner();
    if (owner != null) {
      stale(incident, owner, world.goneSince(owner.actor().user()), ticked);
    }
  }

  private boolean willEscalate(CaseBook book, Incident incident) {
    if (incident.ringing().nextAt() != null || reachedAPerson.contains(incident.id())) {
      return true;
    }
    return book.areaEvents().stream()
        .filter(area -> area.id().equals(incident.links().areaEvent()))
        .anyMatch(area -> area.ringing().nextAt() != null || reachedAPerson.contains(area.id()));
  }

  private void stale(
      Incident incident, Handling.Owner owner, @Nullable Instant goneSince, Instant ticked) {
    if (goneSince == null) {
      assertThat(owner.isStale()).as("%s is there", owner).isFalse();
      return;
    }
    Instant from = goneSince.isBefore(owner.claimedAt()) ? owner.claimedAt() : goneSince;
    from = from.isBefore(started) ? started : from;
    Instant due = from.plus(Simulation.RESPONSE.deskGoneAfter());
    if (!ticked.isBefore(due.plusMillis(1))) {
      assertThat(owner.isStale()).as("%s of %s is gone", owner, incident.id()).isTrue();
    }
    Instant staleSince = owner.staleSince();
    if (staleSince != null && staleSince.isAfter(started)) {
      assertThat(staleSince).isAfterOrEqualTo(due.minusMillis(1));
    }
  }

  private static void holds(AreaEvent area, Map<String, Incident> open) {
    List<Incident> members =
        open.values().stream().filter(i -> area.id().equals(i.links().areaEvent())).toList();
    assertThat(area.open()).as("open incidents of %s", area.id()).isEqualTo(members.size());
    assertThat(area.unclaimed())
        .isEqualTo((int) members.stream().filter(Incident::isUnclaimed).count());
    if (area.kind() == AreaEvent.Kind.PRESSES) {
      assertThat(members).isNotEmpty();
      assertThat(area.sites()).isGreaterThanOrEqualTo(1);
      assertThat(area.incidents()).isGreaterThanOrEqualTo(area.sites());
    }
  }

  /** After a tick nothing is due any more. */
  static void nothingIsOverdue(CaseBook book, Instant now) {
    book.nextDeadline().ifPresent(due -> assertThat(due).isAfter(now.minusMillis(1)));
  }

  /** After a long time whatever nobody took has reached a person. */
  void ladderIsClimbed(CaseBook book) {
    for (Incident incident : book.open()) {
      if (incident.isUnclaimed() && incident.status() != Status.SYSTEM) {
        boolean reached =
            reachedAPerson.contains(incident.id())
                || reachedAPerson.contains(incident.links().areaEvent());
        assertThat(reached).as("%s reached a person", incident.id()).isTrue();
      }
    }
  }
}
