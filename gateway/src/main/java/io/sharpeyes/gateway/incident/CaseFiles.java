package io.sharpeyes.gateway.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The incidents by all that they are asked for by: the open ones, those closed but not reset, and
 * the last closed. What is here follows from the incidents alone. Changes can be taken back.
 */
final class CaseFiles {

  /** How many closed incidents are kept, so that a reopening never meets an older state. */
  static final int CLOSED_KEPT = 1_000;

  /** How many incidents that wait for their devices' reset are kept; the oldest goes first. */
  static final int PENDING_RESET_KEPT = 20_000;

  /** How many sites' last incident is known; the oldest goes first. */
  static final int SITES_KEPT = 100_000;

  private final UndoMap<String, Incident> open;
  private final UndoMap<String, Incident> closed;
  private final UndoMap<String, Incident> pendingReset;
  private final UndoMap<String, String> lastOfSite;
  private final UndoSets openBySite;
  private final UndoSets openByOwner;
  private final UndoSets byDevice;
  private final UndoSets pendingByDevice;
  private final UndoSets byUnit;
  private final Deadlines deadlines;
  private final Duration acceptWithin;
  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<String> touchedDevices = new LinkedHashSet<>();
  private final Set<String> touchedUnits = new LinkedHashSet<>();

  CaseFiles(Undo undo, Deadlines deadlines, Duration acceptWithin) {
    this.open = new UndoMap<>(undo);
    this.closed = new UndoMap<>(undo);
    this.pendingReset = new UndoMap<>(undo);
    this.lastOfSite = new UndoMap<>(undo);
    this.openBySite = new UndoSets(undo);
    this.openByOwner = new UndoSets(undo);
    this.byDevice = new UndoSets(undo);
    this.pendingByDevice = new UndoSets(undo);
    this.byUnit = new UndoSets(undo);
    this.deadlines = deadlines;
    this.acceptWithin = acceptWithin;
  }

  /** Puts an incident as it stands now; gives it as it stood before, null if it was not open. */
  @Nullable Incident put(Incident now) {
    touched.add(now.id());
    Incident before = open.get(now.id());
    Incident known = before == null ? closed.get(now.id()) : before;
    if (now.isOpen()) {
      open.put(now.id(), now);
      closed.remove(now.id());
      noLongerPending(now.id());
      if (before == null && now.updatedAt().equals(now.openedAt())) {
        lastOfSite.putNewest(now.place().site(), now.id(), SITES_KEPT);
      }
    } else {
      putClosed(now);
    }
    reindex(before, now);
    reindexUnits(known == null ? List.of() : units(known), now);
    deadlines.replace(before == null ? List.of() : due(before), due(now));
    return before;
  }

  private void putClosed(Incident now) {
    open.remove(now.id());
    Incident letGo = closed.putNewest(now.id(), now, CLOSED_KEPT);
    if (letGo != null) {
      index(byUnit, units(letGo), letGo.id(), false);
      touchedUnits.addAll(units(letGo));
    }
    noLongerPending(now.id());
    if (now.isPendingReset()) {
      pending(now);
    }
  }

  private void pending(Incident now) {
    index(pendingByDevice, devices(now), now.id(), true);
    Incident letGo = pendingReset.putNewest(now.id(), now, PENDING_RESET_KEPT);
    if (letGo != null) {
      index(pendingByDevice, devices(letGo), letGo.id(), false);
      touched.add(letGo.id());
    }
  }

  /** Takes back in what stood before a start. */
  void restorePending(Incident incident) {
    touched.add(incident.id());
    pending(incident);
  }

  /** Takes back in what stood before a start. */
  void restoreClosed(Incident incident) {
    closed.putNewest(incident.id(), incident, CLOSED_KEPT);
    reindexUnits(List.of(), incident);
  }

  /** Takes back in what stood before a start. */
  void restoreLast(String site, String incident) {
    lastOfSite.putNewest(site, incident, SITES_KEPT);
  }

  private void noLongerPending(String id) {
    Incident pending = pendingReset.remove(id);
    if (pending != null) {
      index(pendingByDevice, devices(pending), id, false);
    }
  }

  private void reindex(@Nullable Incident before, Incident now) {
    if (before == null || !now.isOpen()) {
      index(openBySite, List.of(now.place().site()), now.id(), now.isOpen());
    }
    List<String> owners = before == null ? List.of() : owners(before);
    if (!owners.equals(owners(now))) {
      index(openByOwner, owners, now.id(), false);
      index(openByOwner, owners(now), now.id(), true);
    }
    if (before == null || !now.isOpen() || before.presses().places() != now.presses().places()) {
      index(byDevice, devices(now), now.id(), now.isOpen());
      touchedDevices.addAll(devices(now));
    }
  }

  private void reindexUnits(List<String> before, Incident now) {
    List<String> units = units(now);
    if (!before.equals(units)) {
      index(byUnit, before, now.id(), false);
      index(byUnit, units, now.id(), true);
      touchedUnits.addAll(before);
      touchedUnits.addAll(units);
    }
  }

  private static void index(UndoSets sets, List<String> keys, String id, boolean in) {
    for (String key : keys) {
      if (in) {
        sets.add(key, id);
      } else {
        sets.remove(key, id);
      }
    }
  }

  private static List<String> owners(Incident incident) {
    Handling.Owner owner = incident.handling().owner();
    return incident.isOpen() && owner != null ? List.of(owner.actor().user()) : List.of();
  }

  private static List<String> devices(Incident incident) {
    return incident.presses().devices().stream().map(Incident.PressedDevice::device).toList();
  }

  private static List<String> units(Incident incident) {
    if (incident.assignments().isEmpty()) {
      return List.of();
    }
    return incident.unitsOut().stream().map(Assignment::unit).toList();
  }

  private List<Deadline> due(Incident incident) {
    List<Deadline> due = new ArrayList<>(2);
    if (!incident.isOpen()) {
      return due;
    }
    Instant nextAt = incident.ringing().nextAt();
    if (nextAt != null) {
      due.add(new Deadline(nextAt, Deadline.Kind.ESCALATE, incident.id()));
    }
    Instant realertAt = incident.ringing().realertAt();
    if (realertAt != null) {
      due.add(new Deadline(realertAt, Deadline.Kind.REALERT, incident.id()));
    }
    for (Assignment assignment : incident.assignments()) {
      if (assignment.isUnanswered() && !assignment.overdue()) {
        Instant at = assignment.sentAt().plus(acceptWithin);
        due.add(new Deadline(at, Deadline.Kind.OVERDUE, incident.id(), assignment.unit()));
      }
    }
    return due;
  }

  /** The open incident, or null. */
  @Nullable Incident open(String id) {
    return open.get(id);
  }

  /** The incident, open or lately closed, or null. */
  @Nullable Incident any(String id) {
    Incident incident = open.get(id);
    if (incident == null) {
      incident = closed.get(id);
    }
    return incident != null ? incident : pendingReset.get(id);
  }

  int openCount() {
    return open.size();
  }

  /** The open incident of a site and status with the newest alarm, or null. */
  @Nullable Incident newestOpen(String site, Status status) {
    Incident newest = null;
    for (String id : openBySite.of(site)) {
      Incident incident = existing(id);
      if (incident.status() == status
          && (newest == null || !incident.presses().lastAt().isBefore(newest.presses().lastAt()))) {
        newest = incident;
      }
    }
    return newest;
  }

  /** The site's last incident, open or closed, or null. */
  @Nullable String lastOfSite(String site) {
    return lastOfSite.get(site);
  }

  List<Incident> ownedBy(String user) {
    return all(openByOwner.of(user));
  }

  /** The open incidents in which a device was pressed. */
  List<Incident> ofDevice(String device) {
    return all(byDevice.of(device));
  }

  /** The incidents in which a device was pressed and not reset since; the open ones first. */
  List<Incident> unrestored(String device) {
    List<Incident> found = new ArrayList<>(ofDevice(device));
    found.removeIf(incident -> !waitsFor(incident, device));
    found.addAll(closedUnrestored(device));
    return found;
  }

  /** The closed ones of them. */
  List<Incident> closedUnrestored(String device) {
    List<Incident> found = new ArrayList<>();
    for (String id : pendingByDevice.of(device)) {
      Incident incident = pendingReset.get(id);
      if (incident != null && waitsFor(incident, device)) {
        found.add(incident);
      }
    }
    return found;
  }

  private static boolean waitsFor(Incident incident, String device) {
    return incident.presses().devices().stream()
        .anyMatch(pressed -> pressed.device().equals(device) && !pressed.restored());
  }

  /**
   * The incidents that a unit has still to do with: open ones, and of the last {@link #CLOSED_KEPT}
   * that were closed those to which it goes on.
   */
  List<String> ofUnit(String unit) {
    return List.copyOf(byUnit.of(unit));
  }

  private List<Incident> all(SortedSet<String> ids) {
    return ids.stream().map(this::existing).toList();
  }

  private Incident existing(String id) {
    Incident incident = open.get(id);
    if (incident == null) {
      throw new IllegalStateException("incident " + id + " is in an index, but not open");
    }
    return incident;
  }

  UndoMap<String, Incident> openMap() {
    return open;
  }

  UndoMap<String, Incident> closedMap() {
    return closed;
  }

  UndoMap<String, Incident> pendingResetMap() {
    return pendingReset;
  }

  UndoMap<String, String> lastOfSiteMap() {
    return lastOfSite;
  }

  /** Shows what was changed since the last time to those who read on other threads. */
  void publish(CommittedView view) {
    for (String id : touched) {
      view.show(id, open.get(id));
      view.showPendingReset(id, pendingReset.get(id));
    }
    touched.clear();
    for (String device : touchedDevices) {
      view.showDevice(device, List.copyOf(byDevice.of(device)));
    }
    touchedDevices.clear();
    for (String unit : touchedUnits) {
      view.showUnit(unit, List.copyOf(byUnit.of(unit)));
    }
    touchedUnits.clear();
  }
}
