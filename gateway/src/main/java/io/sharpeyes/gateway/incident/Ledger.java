package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of the case book and the one way to change it: an event is said, and what it says is
 * taken in, live and on replay alike. So a replay of what was said gives the same state. Only who
 * is online is not in the events: after a start nobody is.
 */
final class Ledger {

  private final CorrelationSettings correlation;
  private final ResponseSettings response;
  private final Undo undo = new Undo();
  private final Deadlines deadlines = new Deadlines(undo);
  private final DayCounter incidentIds;
  private final CaseFiles files;
  private final PressMemory memory;
  private final Desks desks;
  private final AreaFiles areas;
  private final WindowFiles windows;
  private final UndoMap<String, Boolean> duty = new UndoMap<>(undo);

  private final Set<String> touchedUnits = new HashSet<>();

  private Registry registry = Registry.EMPTY;
  private Instant now = Instant.EPOCH;
  private Instant newestEventAt = Instant.EPOCH;
  private List<Event> said = new ArrayList<>();

  Ledger(CorrelationSettings correlation, ResponseSettings response) {
    this.correlation = correlation;
    this.response = response;
    incidentIds = new DayCounter("", correlation.zone(), undo);
    files = new CaseFiles(undo, deadlines, response.acceptWithin());
    memory = new PressMemory(undo, correlation.knownPressesPerDevice(), correlation.knownPresses());
    desks = new Desks(undo, deadlines, response.deskGoneAfter());
    areas = new AreaFiles(undo, deadlines, correlation);
    windows = new WindowFiles(undo, deadlines, correlation.zone());
  }

  /** Sets the time of what follows; it never goes back. */
  void at(Instant time) {
    Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
    if (millis.isAfter(now)) {
      now = millis;
    }
  }

  /** Says an event about an incident, and takes it in. */
  void say(String type, EventData.OfIncident data) {
    say(type, data.incident().id(), data.incident(), data);
  }

  /** Says an event that is visible to those who may see an incident, and takes it in. */
  void say(String type, String subject, Incident about, EventData data) {
    Set<String> units = new HashSet<>();
    about.assignments().forEach(assignment -> units.add(assignment.unit()));
    // Who is at the site must not learn of a quiet alarm, nor ever of a duress PIN.
    String site = about.quiet() || about.duress() ? null : about.place().site();
    say(new Event(type, subject, now, about.place().district(), site, units, data), data);
  }

  /** Says an event about an area event. */
  void say(String type, EventData.AreaChanged data) {
    AreaEvent area = data.areaEvent();
    say(new Event(type, area.id(), now, area.district(), null, Set.of(), data), data);
  }

  /** Says an event that is visible in a district, and to a site if there is one. */
  void say(String type, String subject, String district, @Nullable String site, EventData data) {
    say(new Event(type, subject, now, district, site, Set.of(), data), data);
  }

  /** Says an event about a unit. */
  void sayOfUnit(String type, String unit, String district, EventData data) {
    say(new Event(type, unit, now, district, null, Set.of(unit), data), data);
  }

  private void say(Event event, EventData data) {
    said.add(event);
    takeIn(data, now);
  }

  /** Takes in what an event said. */
  void takeIn(EventData data, Instant saidAt) {
    Instant before = newestEventAt;
    if (!saidAt.equals(before)) {
      undo.add(() -> newestEventAt = before);
      newestEventAt = saidAt;
    }
    data.applyTo(this, saidAt);
  }

  /** All that was said until then has been restored. */
  void restoredTo(Instant at) {
    at(at);
    newestEventAt = at;
  }

  /** When the newest event that was taken in was said. */
  Instant newestEventAt() {
    return newestEventAt;
  }

  /** What was said since the last time. */
  List<Event> takeSaid() {
    List<Event> taken = said;
    said = new ArrayList<>();
    return taken;
  }

  void put(Incident incident, Instant at) {
    incidentIds.seen(incident.id());
    Incident before = files.put(incident);
    desks.observe(before, incident, at);
    areas.observe(before, incident, at, registry);
    windows.observe(incident);
  }

  void remember(Alarm alarm, Instant at) {
    String key = PressMemory.key(alarm.press(), alarm.pressedAt());
    int n = Integer.parseInt(alarm.id().substring(alarm.id().lastIndexOf('.') + 1));
    if (key != null) {
      memory.remember(new PressMemory.Known(alarm.device(), key, at, alarm.incident(), n));
    }
    windows.pressed(alarm, at);
  }

  void putArea(AreaEvent area) {
    areas.put(area);
  }

  void putWindow(BookedWindow window) {
    windows.put(window);
  }

  void putDuty(String unit, boolean onDuty) {
    duty.put(unit, onDuty);
    touchedUnits.add(unit);
  }

  /** Every owner's desk counts as just gone. */
  void allGone() {
    for (Incident incident : files.openMap().values()) {
      Handling.Owner owner = incident.handling().owner();
      if (owner != null && !owner.isStale()) {
        desks.gone(incident.id(), now);
      }
    }
  }

  void registry(Registry other) {
    registry = other;
  }

  /** The district and all above it, from the inside outwards; never empty. */
  List<String> lineage(String district) {
    List<String> lineage = registry.lineage(district);
    return lineage.isEmpty() ? List.of(district) : lineage;
  }

  /** The id of the next incident. */
  String nextIncidentId() {
    return incidentIds.next(now);
  }

  /** Those of the incidents, the area events and the windows. */
  List<DayCounter> counters() {
    return List.of(incidentIds, areas.ids(), windows.ids());
  }

  Instant now() {
    return now;
  }

  Registry registry() {
    return registry;
  }

  CorrelationSettings correlation() {
    return correlation;
  }

  ResponseSettings response() {
    return response;
  }

  Undo undo() {
    return undo;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  CaseFiles files() {
    return files;
  }

  PressMemory memory() {
    return memory;
  }

  Desks desks() {
    return desks;
  }

  AreaFiles areas() {
    return areas;
  }

  WindowFiles windows() {
    return windows;
  }

  UndoMap<String, Boolean> duty() {
    return duty;
  }

  /** Shows what was changed to those who read on other threads. */
  void publish(CommittedView view) {
    files.publish(view);
    areas.publish(view);
    windows.publish(view);
    touchedUnits.forEach(unit -> view.showDuty(unit, duty.get(unit)));
    touchedUnits.clear();
  }
}
