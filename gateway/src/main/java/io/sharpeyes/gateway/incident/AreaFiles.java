package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The area events that go on, counted from their incidents. Changes can be taken back.
 *
 * <p>An incident says itself to which area event it belongs; what an area event counts follows from
 * that and is told at most once a second, however fast it grows.
 */
final class AreaFiles {

  private static final Duration TOLD_AFTER = Duration.ofSeconds(1);

  private final DayCounter ids;
  private final UndoMap<String, AreaEvent> on;
  private final UndoMap<String, Instant> growthDue;
  private final UndoMap<String, String> outages;
  private final UndoSets openMembers;
  private final UndoSets sites;
  private final NearbyIncidents nearby;
  private final Deadlines deadlines;
  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<String> unsettled = new LinkedHashSet<>();

  AreaFiles(Undo undo, Deadlines deadlines, CorrelationSettings settings) {
    this.ids = new DayCounter("A-", settings.zone(), undo);
    this.on = new UndoMap<>(undo);
    this.growthDue = new UndoMap<>(undo);
    this.outages = new UndoMap<>(undo);
    this.openMembers = new UndoSets(undo);
    this.sites = new UndoSets(undo);
    this.nearby = new NearbyIncidents(undo, settings.areaRadiusM(), settings.areaWithin());
    this.deadlines = deadlines;
  }

  DayCounter ids() {
    return ids;
  }

  NearbyIncidents nearby() {
    return nearby;
  }

  /** The area event that goes on under this id, or null. */
  @Nullable AreaEvent on(@Nullable String id) {
    return id == null ? null : on.get(id);
  }

  /** The card of an outage that goes on, or null. */
  @Nullable AreaEvent outage(String key) {
    return on(outages.get(key));
  }

  /** The open incidents of an area event; a copy. */
  List<String> openMembers(String id) {
    return List.copyOf(openMembers.of(id));
  }

  /** Those in which something has happened that may need an answer; the list is cleared. */
  List<String> takeUnsettled() {
    if (unsettled.isEmpty()) {
      return List.of();
    }
    List<String> taken = List.copyOf(unsettled);
    unsettled.clear();
    return taken;
  }

  /** Takes in what was told about an area event. */
  void put(AreaEvent area) {
    ids.seen(area.id());
    told(area.id());
    deadlines.replace(due(on.get(area.id())), due(area.isOn() ? area : null));
    if (area.isOn()) {
      replace(area);
    } else {
      end(area);
    }
  }

  private void end(AreaEvent area) {
    on.remove(area.id());
    touched.add(area.id());
    List.copyOf(sites.of(area.id())).forEach(site -> sites.remove(area.id(), site));
    Outage outage = area.outage();
    if (outage != null) {
      outages.remove(outage.key());
    }
  }

  private void replace(AreaEvent area) {
    on.put(area.id(), area);
    touched.add(area.id());
    Outage outage = area.outage();
    if (outage != null) {
      outages.put(outage.key(), area.id());
    }
  }

  private static List<Deadline> due(@Nullable AreaEvent area) {
    Instant nextAt = area == null ? null : area.ringing().nextAt();
    return area == null || nextAt == null
        ? List.of()
        : List.of(new Deadline(nextAt, Deadline.Kind.ESCALATE_AREA, area.id()));
  }

  private void told(String area) {
    Instant due = growthDue.remove(area);
    if (due != null) {
      deadlines.remove(new Deadline(due, Deadline.Kind.AREA_GROWN, area));
    }
  }

  /** Counts a change of an incident. */
  void observe(@Nullable Incident before, Incident now, Instant at, Registry registry) {
    nearby.observe(before, now);
    String id = now.links().areaEvent();
    if (id == null) {
      return;
    }
    boolean wasIn = before != null && id.equals(before.links().areaEvent());
    boolean opening = before == null && now.updatedAt().equals(now.openedAt());
    boolean joins = !wasIn && (before != null || opening);
    if (joins) {
      sites.add(id, now.place().site());
    }
    if (now.isOpen()) {
      openMembers.add(id, now.id());
    } else {
      openMembers.remove(id, now.id());
    }
    AreaEvent area = on.get(id);
    if (area != null) {
      count(area, wasIn ? before : null, joins, now, at, registry);
    }
  }

  private void count(
      AreaEvent area,
      @Nullable Incident before,
      boolean joins,
      Incident now,
      Instant at,
      Registry registry) {
    int unclaimed =
        area.unclaimed()
            - (before != null && before.isUnclaimed() ? 1 : 0)
            + (now.isUnclaimed() ? 1 : 0);
    int open = openMembers.of(area.id()).size();
    if (joins || open != area.open() || unclaimed != area.unclaimed()) {
      AreaEvent members = joins ? grown(area, now, registry) : area;
      AreaEvent counted = members.counted(open, unclaimed, at);
      replace(counted);
      changed(area, counted, at);
    }
  }

  private void changed(AreaEvent before, AreaEvent now, Instant at) {
    if (growthDue.get(now.id()) == null) {
      tellAt(now.id(), at.plus(TOLD_AFTER));
    }
    if (now.open() == 0 || (before.unclaimed() == 0 && now.unclaimed() > 0)) {
      unsettled.add(now.id());
    }
  }

  private AreaEvent grown(AreaEvent area, Incident member, Registry registry) {
    int n = area.incidents() + 1;
    Place place = member.place();
    double latitude = area.latitude() + (place.latitude() - area.latitude()) / n;
    double longitude = area.longitude() + (place.longitude() - area.longitude()) / n;
    double farM =
        new Position(latitude, longitude)
            .distanceM(new Position(place.latitude(), place.longitude()));
    List<String> named = area.incidentIds();
    if (named.size() < AreaEvent.NAMED_INCIDENTS) {
      named = new ArrayList<>(named);
      named.add(member.id());
    }
    String district = common(area.district(), place.district(), registry);
    return area.grown(
        district,
        name(district, registry, area.districtName()),
        new Position(latitude, longitude),
        Math.max(area.radiusM(), Math.rint(farM)),
        sites.of(area.id()).size(),
        named);
  }

  /** The smallest district that holds both; the first if they have none in common. */
  static String common(String one, String other, Registry registry) {
    List<String> others = registry.lineage(other);
    return registry.lineage(one).stream().filter(others::contains).findFirst().orElse(one);
  }

  static String name(String district, Registry registry, String otherwise) {
    return registry.district(district).map(District::name).orElse(otherwise);
  }

  UndoMap<String, AreaEvent> onMap() {
    return on;
  }

  /** The sites that belong to an area event; a copy. */
  List<String> sites(String area) {
    return List.copyOf(sites.of(area));
  }

  /** When the growth of an area event is to be told, or null if there is nothing to tell. */
  @Nullable Instant growthDue(String area) {
    return growthDue.get(area);
  }

  /** Takes back in what stood before a start. */
  void restore(AreaEvent area, List<String> itsSites, @Nullable Instant due) {
    put(area);
    itsSites.forEach(site -> sites.add(area.id(), site));
    if (due != null) {
      tellAt(area.id(), due);
    }
  }

  private void tellAt(String area, Instant due) {
    growthDue.put(area, due);
    deadlines.add(new Deadline(due, Deadline.Kind.AREA_GROWN, area));
  }

  void publish(CommittedView view) {
    for (String id : touched) {
      view.showArea(id, on.get(id));
    }
    touched.clear();
  }
}
