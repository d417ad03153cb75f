package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The booked windows and what was pressed in them. Changes can be taken back. */
final class WindowFiles {

  /** How many windows may be booked at a time. */
  static final int BOOKED_MOST = 1_000;

  /** How many that are over are kept to be shown; the oldest goes first. */
  static final int OVER_KEPT = 200;

  private final DayCounter ids;
  private final UndoMap<String, BookedWindow> booked;
  private final UndoMap<String, BookedWindow> over;
  private final UndoSets byDevice;
  private final UndoMap<String, String> windowOfIncident;
  private final Deadlines deadlines;
  private final Set<String> touched = new LinkedHashSet<>();

  WindowFiles(Undo undo, Deadlines deadlines, ZoneId zone) {
    this.ids = new DayCounter("W-", zone, undo);
    this.booked = new UndoMap<>(undo);
    this.over = new UndoMap<>(undo);
    this.byDevice = new UndoSets(undo);
    this.windowOfIncident = new UndoMap<>(undo);
    this.deadlines = deadlines;
  }

  DayCounter ids() {
    return ids;
  }

  void put(BookedWindow window) {
    ids.seen(window.id());
    touched.add(window.id());
    Deadline end = new Deadline(window.to(), Deadline.Kind.WINDOW_END, window.id());
    if (window.isBooked()) {
      booked.put(window.id(), window);
      window.devices().forEach(device -> byDevice.add(device, window.id()));
      window.presses().forEach(press -> windowOfIncident.put(press.incident(), window.id()));
      deadlines.add(end);
    } else {
      booked.remove(window.id());
      window.devices().forEach(device -> byDevice.remove(device, window.id()));
      window.presses().forEach(press -> windowOfIncident.remove(press.incident()));
      deadlines.remove(end);
      BookedWindow letGo = over.putNewest(window.id(), window, OVER_KEPT);
      if (letGo != null) {
        touched.add(letGo.id());
      }
    }
  }

  @Nullable BookedWindow booked(String id) {
    return booked.get(id);
  }

  int bookedCount() {
    return booked.size();
  }

  /** The windows booked for a device. */
  List<BookedWindow> of(String device) {
    List<BookedWindow> windows = new ArrayList<>();
    for (String id : byDevice.of(device)) {
      BookedWindow window = booked.get(id);
      if (window != null) {
        windows.add(window);
      }
    }
    return windows;
  }

  /** The window in which a press of a device counts as a drill now, or null: its first there. */
  @Nullable BookedWindow firstPressIn(String device, Instant at) {
    for (BookedWindow window : of(device)) {
      boolean pressed = window.presses().stream().anyMatch(press -> press.device().equals(device));
      if (window.isOn(at) && !pressed) {
        return window;
      }
    }
    return null;
  }

  /** Writes down an alarm that counts as a drill. */
  void pressed(Alarm alarm, Instant at) {
    boolean drill = alarm.status() == Status.EXERCISE || alarm.status() == Status.TEST;
    BookedWindow window = drill ? firstPressIn(alarm.device(), at) : null;
    if (window != null) {
      List<BookedWindow.DrillPress> presses = new ArrayList<>(window.presses());
      presses.add(
          new BookedWindow.DrillPress(
              alarm.device(),
              alarm.deviceName(),
              alarm.id(),
              alarm.incident(),
              at,
              null,
              null,
              null,
              null));
      put(window.withPresses(presses));
    }
  }

  /** Writes down how soon people answer a drill. */
  void observe(Incident incident) {
    String id = windowOfIncident.get(incident.id());
    BookedWindow window = id == null ? null : booked.get(id);
    if (window != null) {
      List<BookedWindow.DrillPress> presses =
          window.presses().stream()
              .map(
                  press ->
                      press.incident().equals(incident.id())
                          ? press.reached(incident.handling())
                          : press)
              .toList();
      if (!presses.equals(window.presses())) {
        put(window.withPresses(presses));
      }
    }
  }

  /** All: the booked ones by their ids, then those that are over, in the order they ended. */
  List<BookedWindow> all() {
    List<BookedWindow> all = new ArrayList<>(booked.values());
    all.sort(Comparator.comparing(BookedWindow::id));
    all.addAll(over.values());
    return all;
  }

  void publish(CommittedView view) {
    for (String id : touched) {
      BookedWindow window = booked.get(id);
      view.showWindow(id, window != null ? window : over.get(id));
    }
    touched.clear();
  }
}
