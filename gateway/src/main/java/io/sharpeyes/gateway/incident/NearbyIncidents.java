package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.registry.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents had an alarm near a place of late: a grid of cells about as wide as the radius,
 * so that a place looks at nine cells. Each cell keeps the 64 with the newest alarms, and the grid
 * the 4,096 cells with the newest. It does not look across the 180th meridian. Changes can be taken
 * back.
 */
final class NearbyIncidents {

  private static final int KEPT_PER_CELL = 64;
  private static final int CELLS_KEPT = 4_096;
  private static final double METRES_PER_DEGREE = 111_195;

  /** An incident with its newest alarm. */
  private record Entry(String incident, double latitude, double longitude, Instant lastAt) {}

  /** A cell: a band of latitude and how far along it. */
  private record Cell(int band, int along) {}

  private final UndoMap<Cell, List<Entry>> cells;
  private final double radiusM;
  private final Duration within;
  private final double bandDeg;

  NearbyIncidents(Undo undo, double radiusM, Duration within) {
    this.cells = new UndoMap<>(undo);
    this.radiusM = radiusM;
    this.within = within;
    this.bandDeg = radiusM / METRES_PER_DEGREE;
  }

  /** Takes note of an incident with a new alarm. */
  void observe(@Nullable Incident before, Incident now) {
    boolean pressed = before == null || !before.presses().lastAt().equals(now.presses().lastAt());
    if (!pressed || !now.isOpen() || now.status() == Status.SYSTEM) {
      return;
    }
    Cell cell = cell(band(now.place().latitude()), now.place().longitude());
    Instant oldest = now.presses().lastAt().minus(within);
    List<Entry> entries = new ArrayList<>();
    List<Entry> known = cells.get(cell);
    for (Entry entry : known == null ? List.<Entry>of() : known) {
      if (!entry.incident().equals(now.id()) && !entry.lastAt().isBefore(oldest)) {
        entries.add(entry);
      }
    }
    if (entries.size() >= KEPT_PER_CELL) {
      entries.remove(0);
    }
    entries.add(
        new Entry(
            now.id(), now.place().latitude(), now.place().longitude(), now.presses().lastAt()));
    cells.putNewest(cell, entries, CELLS_KEPT);
  }

  /** The ids of incidents near a place with an alarm since so long before a time, sorted. */
  List<String> near(double latitude, double longitude, Instant at) {
    Position place = new Position(latitude, longitude);
    Instant oldest = at.minus(within);
    List<String> found = new ArrayList<>();
    int middle = band(latitude);
    for (int band = middle - 1; band <= middle + 1; band++) {
      int along = cell(band, longitude).along();
      // A cell is at least as wide as the radius all over its band, so the neighbours suffice.
      for (int next = along - 1; next <= along + 1; next++) {
        collect(cells.get(new Cell(band, next)), place, oldest, found);
      }
    }
    Collections.sort(found);
    return found;
  }

  private void collect(
      @Nullable List<Entry> entries, Position place, Instant oldest, List<String> found) {
    if (entries == null) {
      return;
    }
    for (Entry entry : entries) {
      if (!entry.lastAt().isBefore(oldest)
          && place.distanceM(new Position(entry.latitude(), entry.longitude())) <= radiusM) {
        found.add(entry.incident());
      }
    }
  }

  private int band(double latitude) {
    return (int) Math.floor(latitude / bandDeg);
  }

  private Cell cell(int band, double longitude) {
    double widthDeg = widthDeg(band);
    return new Cell(band, (int) Math.floor(longitude / widthDeg));
  }

  /** How wide the cells of a band are: the radius where the band is nearest to a pole. */
  private double widthDeg(int band) {
    double far = Math.max(Math.abs(band), Math.abs(band + 1)) * bandDeg;
    double cos = Math.cos(Math.toRadians(Math.min(far, 89)));
    return Math.min(360, bandDeg / cos);
  }
}
