package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.incident.PressMemory.Known;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a case book knows, but who is online: what a start takes in instead of a long log.
 * Taking one costs a copy of references; what they refer to is immutable, so that it may be written
 * on any thread.
 *
 * @param at when its newest event was said; time that passes without events leaves no trace
 * @param lastIds the last id of an incident, an area event and a window; empty if none was given
 * @param open the open incidents, the last changed last
 * @param closed the last that were closed
 * @param pendingReset those that were closed before their devices were reset
 * @param lastOfSite the last incident by its site, the oldest first
 * @param presses the known presses, the oldest first
 * @param areas the area events that go on
 * @param windows the booked windows, then those that are over, in the order in which they ended
 * @param duty who is on duty, by the unit
 */
record BookImage(
    Instant at,
    List<String> lastIds,
    List<Incident> open,
    List<Incident> closed,
    List<Incident> pendingReset,
    List<Map.Entry<String, String>> lastOfSite,
    List<Known> presses,
    List<Area> areas,
    List<BookedWindow> windows,
    List<Map.Entry<String, Boolean>> duty) {

  private static final Comparator<Incident> LAST_CHANGED_LAST =
      Comparator.comparing(Incident::updatedAt).thenComparing(Incident::id);

  /** An area event that goes on. */
  record Area(AreaEvent event, List<String> sites, @Nullable Instant growthDue) {}

  static BookImage of(Ledger ledger) {
    CaseFiles files = ledger.files();
    AreaFiles areas = ledger.areas();
    return new BookImage(
        ledger.newestEventAt(),
        ledger.counters().stream().map(DayCounter::last).toList(),
        List.copyOf(files.openMap().values()),
        List.copyOf(files.closedMap().values()),
        List.copyOf(files.pendingResetMap().values()),
        copy(files.lastOfSiteMap()),
        ledger.memory().all(),
        areas.onMap().values().stream()
            .map(area -> new Area(area, areas.sites(area.id()), areas.growthDue(area.id())))
            .sorted(Comparator.comparing(area -> area.event().id()))
            .toList(),
        ledger.windows().all(),
        copy(ledger.duty()).stream().sorted(Map.Entry.comparingByKey()).toList());
  }

  /** The same in its proper order; apart, because the writer's thread has no time for it. */
  BookImage inOrder() {
    return new BookImage(
        at,
        lastIds,
        sorted(open),
        sorted(closed),
        sorted(pendingReset),
        lastOfSite,
        presses,
        areas,
        windows,
        duty);
  }

  private static List<Incident> sorted(List<Incident> incidents) {
    return incidents.stream().sorted(LAST_CHANGED_LAST).toList();
  }

  private static <V> List<Map.Entry<String, V>> copy(UndoMap<String, V> map) {
    return map.entries().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Puts it all into an empty ledger. */
  void restoreInto(Ledger ledger) {
    for (int i = 0; i < lastIds.size(); i++) {
      ledger.counters().get(i).restore(lastIds.get(i));
    }
    pendingReset.forEach(ledger.files()::restorePending);
    closed.forEach(ledger.files()::restoreClosed);
    open.forEach(incident -> ledger.put(incident, at));
    lastOfSite.forEach(site -> ledger.files().restoreLast(site.getKey(), site.getValue()));
    presses.forEach(ledger.memory()::remember);
    areas.forEach(area -> ledger.areas().restore(area.event(), area.sites(), area.growthDue()));
    windows.forEach(ledger.windows()::put);
    duty.forEach(unit -> ledger.putDuty(unit.getKey(), unit.getValue()));
    ledger.restoredTo(at);
  }
}
