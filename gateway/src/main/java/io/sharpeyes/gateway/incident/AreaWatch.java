package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds that many sites press at once, and keeps the one card that stands for them. */
final class AreaWatch {

  /** How many cards there may be before an outage is refused one; presses never are. */
  private static final int MOST_CARDS = 1_000;

  private final Ledger ledger;
  private final Ladder ladder;

  AreaWatch(Ledger ledger, Ladder ladder) {
    this.ledger = ledger;
    this.ladder = ladder;
  }

  /**
   * What was found about an incident.
   *
   * @param area the id of the area event it belongs to, or null
   * @param others the others with which it begins a new one; empty if it goes on already
   */
  record Found(@Nullable String area, List<Incident> others) {

    static final Found NONE = new Found(null, List.of());

    boolean isNone() {
      return area == null;
    }

    /** The incident with its place in the area event, which from now on escalates for it. */
    Incident place(Incident incident, Instant at) {
      if (area == null) {
        return incident;
      }
      IncidentChange change = incident.change(at).links(incident.links().areaEvent(area));
      if (incident.isUnclaimed()) {
        change.ringing(incident.ringing().nextAt(null));
      }
      return change.done();
    }
  }

  /** Looks whether an incident with a new alarm belongs to an area event. */
  Found look(Incident incident) {
    if (incident.status() == Status.SYSTEM
        || ledger.areas().on(incident.links().areaEvent()) != null) {
      return Found.NONE;
    }
    List<Incident> around = around(incident);
    for (Incident other : around) {
      AreaEvent area = ledger.areas().on(other.links().areaEvent());
      if (area != null) {
        return new Found(area.id(), List.of());
      }
    }
    Set<String> sites = new HashSet<>();
    around.forEach(other -> sites.add(other.place().site()));
    sites.add(incident.place().site());
    return sites.size() < ledger.correlation().areaSites()
        ? Found.NONE
        : new Found(ledger.areas().ids().next(ledger.now()), around);
  }

  private List<Incident> around(Incident incident) {
    Place place = incident.place();
    return ledger.areas().nearby().near(place.latitude(), place.longitude(), ledger.now()).stream()
        .map(ledger.files()::open)
        .filter(Objects::nonNull)
        .filter(other -> other.status() == incident.status() && !other.id().equals(incident.id()))
        .toList();
  }

  /** Begins the area event that was found, after the incident that made it was said. */
  void open(Found found, String newest) {
    if (found.area() == null || found.others().isEmpty()) {
      return;
    }
    Instant now = ledger.now();
    for (Incident other : found.others()) {
      ledger.say("incident.linked", new EventData.Changed(found.place(other, now), null, null));
    }
    List<Incident> members =
        Stream.concat(found.others().stream().map(Incident::id), Stream.of(newest))
            .map(ledger.files()::open)
            .filter(Objects::nonNull)
            .toList();
    AreaEvent area = of(found.area(), members, earliestRung(found.others()));
    ledger.say("area-event.opened", new EventData.AreaChanged(area, null, null));
    if (area.ringing().nextAt() == null) {
      ledger.say("area-event.escalated", new EventData.AreaChanged(area, null, Ladder.WEBHOOK));
    }
  }

  private static @Nullable Instant earliestRung(List<Incident> incidents) {
    return incidents.stream()
        .map(incident -> incident.ringing().nextAt())
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private AreaEvent of(String id, List<Incident> members, @Nullable Instant dueAlready) {
    Incident any = members.get(0);
    String district = any.place().district();
    for (Incident member : members) {
      district = AreaFiles.common(district, member.place().district(), ledger.registry());
    }
    double latitude = members.stream().mapToDouble(m -> m.place().latitude()).average().orElse(0);
    double longitude = members.stream().mapToDouble(m -> m.place().longitude()).average().orElse(0);
    Position middle = new Position(latitude, longitude);
    double radiusM =
        members.stream()
            .mapToDouble(
                m -> middle.distanceM(new Position(m.place().latitude(), m.place().longitude())))
            .max()
            .orElse(0);
    long sites = members.stream().map(m -> m.place().site()).distinct().count();
    return new AreaEvent(
        id,
        AreaEvent.Kind.PRESSES,
        any.status(),
        ledger.now(),
        ledger.now(),
        null,
        district,
        AreaFiles.name(district, ledger.registry(), any.place().districtName()),
        latitude,
        longitude,
        Math.rint(radiusM),
        members.size(),
        members.size(),
        (int) members.stream().filter(Incident::isUnclaimed).count(),
        (int) sites,
        members.stream().map(Incident::id).limit(AreaEvent.NAMED_INCIDENTS).toList(),
        null,
        ringing(district, dueAlready),
        null);
  }

  /** Rings at once, and climbs no later than its incidents would have. */
  private Incident.Ringing ringing(String district, @Nullable Instant dueAlready) {
    Incident.Ringing ringing = ladder.first(district).ringing();
    Instant nextAt = ringing.nextAt();
    return dueAlready != null && nextAt != null && dueAlready.isBefore(nextAt)
        ? ringing.nextAt(dueAlready)
        : ringing;
  }

  /** Answers what has happened to incidents of area events: the last was closed, one is new. */
  void settle() {
    for (String id : ledger.areas().takeUnsettled()) {
      AreaEvent area = ledger.areas().on(id);
      if (area != null && area.kind() == AreaEvent.Kind.PRESSES) {
        settle(area);
      }
    }
  }

  private void settle(AreaEvent area) {
    if (area.open() == 0) {
      ledger.say(
          "area-event.ended", new EventData.AreaChanged(area.ended(ledger.now()), null, null));
    } else if (area.unclaimed() > 0 && area.ringing().nextAt() == null) {
      AreaEvent ringing = area.with(ladder.again(area.ringing()), ledger.now());
      ledger.say("area-event.grown", new EventData.AreaChanged(ringing, null, null));
    }
  }

  /** Tells how far it has grown. */
  void tell(String id) {
    AreaEvent area = ledger.areas().on(id);
    if (area != null) {
      ledger.say("area-event.grown", new EventData.AreaChanged(area, null, null));
    }
  }

  /** The next rung is due. */
  void escalate(String id) {
    AreaEvent area = ledger.areas().on(id);
    if (area == null) {
      return;
    }
    if (!isUnanswered(area)) {
      AreaEvent silent = area.with(area.ringing().nextAt(null), ledger.now());
      ledger.say("area-event.grown", new EventData.AreaChanged(silent, null, null));
      return;
    }
    Ladder.Rung rung = ladder.next(area.district(), area.ringing());
    ledger.say(
        "area-event.escalated",
        new EventData.AreaChanged(area.with(rung.ringing(), ledger.now()), null, rung.notifies()));
  }

  private static boolean isUnanswered(AreaEvent area) {
    return area.kind() == AreaEvent.Kind.OUTAGE ? area.owner() == null : area.unclaimed() > 0;
  }

  /**
   * One claim: all of its incidents that nobody has, and the card.
   *
   * @throws Rejected if there is no such area event, or another has it and nothing in it is new
   */
  AreaEvent claim(String id, Actor by) {
    AreaEvent area = ledger.areas().on(id);
    if (area == null) {
      throw new Rejected(Rejected.Reason.NOT_FOUND, "There is no area event " + id, null);
    }
    Handling.Owner owner = area.owner();
    if (owner != null && area.unclaimed() == 0) {
      if (owner.actor().user().equals(by.user())) {
        return area;
      }
      throw Rejected.illegal("The area event is " + owner.actor().name() + "'s");
    }
    for (String member : ledger.areas().openMembers(id)) {
      Incident incident = ledger.files().open(member);
      if (incident != null && incident.isUnclaimed()) {
        ledger.say(
            "incident.claimed",
            new EventData.Changed(CommandDesk.claimed(incident, by, ledger.now()), by, null));
      }
    }
    AreaEvent counted = Objects.requireNonNull(ledger.areas().on(id));
    AreaEvent claimed = counted.claimed(by, ledger.now());
    ledger.say("area-event.claimed", new EventData.AreaChanged(claimed, by, null));
    return claimed;
  }

  /** Many devices fell silent: one card, however often and with however many it is told. */
  AreaEvent outage(Outage outage) {
    AreaEvent known = ledger.areas().outage(outage.key());
    if (known == null) {
      checkRoom();
      return openOutage(outage);
    }
    if (outage.equals(known.outage())) {
      return known;
    }
    AreaEvent grown = known.with(outage, ledger.now());
    ledger.say("area-event.grown", new EventData.AreaChanged(grown, null, null));
    return grown;
  }

  private void checkRoom() {
    if (ledger.areas().onMap().size() >= MOST_CARDS) {
      throw new Rejected(
          Rejected.Reason.LIMIT, "No more than " + MOST_CARDS + " area events can go on", null);
    }
  }

  private AreaEvent openOutage(Outage outage) {
    String id = ledger.areas().ids().next(ledger.now());
    Ladder.Rung rung = ladder.first(outage.district());
    AreaEvent area =
        new AreaEvent(
            id,
            AreaEvent.Kind.OUTAGE,
            Status.SYSTEM,
            ledger.now(),
            ledger.now(),
            null,
            outage.district(),
            AreaFiles.name(outage.district(), ledger.registry(), outage.name()),
            outage.latitude(),
            outage.longitude(),
            0,
            0,
            0,
            0,
            outage.sites(),
            List.of(),
            null,
            rung.ringing(),
            outage);
    ledger.say("area-event.opened", new EventData.AreaChanged(area, null, null));
    if (rung.webhook()) {
      ledger.say("area-event.escalated", new EventData.AreaChanged(area, null, rung.notifies()));
    }
    return area;
  }

  /** The devices are back. */
  boolean outageOver(String key) {
    AreaEvent area = ledger.areas().outage(key);
    if (area != null) {
      ledger.say(
          "area-event.ended", new EventData.AreaChanged(area.ended(ledger.now()), null, null));
    }
    return area != null;
  }
}
