package io.sharpeyes.gateway.incident;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands, for everybody else: written by the writer's thread after each commit, read on any
 * thread. A reader that notes the newest sequence number first and reads here then, sees everything
 * up to that number.
 */
final class CommittedView {

  private final Map<String, Incident> open = new ConcurrentHashMap<>();
  private final Map<String, List<String>> openByDevice = new ConcurrentHashMap<>();
  private final Map<String, List<String>> byUnit = new ConcurrentHashMap<>();
  private final Map<String, AreaEvent> areaEvents = new ConcurrentHashMap<>();
  private final Map<String, BookedWindow> windows = new ConcurrentHashMap<>();
  private final Map<String, Boolean> duty = new ConcurrentHashMap<>();
  private final Map<String, Incident> pendingReset = new ConcurrentHashMap<>();

  void show(String id, @Nullable Incident incident) {
    put(open, id, incident);
  }

  void showPendingReset(String id, @Nullable Incident incident) {
    put(pendingReset, id, incident);
  }

  void showDevice(String device, List<String> incidents) {
    put(openByDevice, device, incidents.isEmpty() ? null : incidents);
  }

  void showUnit(String unit, List<String> incidents) {
    put(byUnit, unit, incidents.isEmpty() ? null : incidents);
  }

  void showArea(String id, @Nullable AreaEvent area) {
    put(areaEvents, id, area);
  }

  void showWindow(String id, @Nullable BookedWindow window) {
    put(windows, id, window);
  }

  void showDuty(String unit, @Nullable Boolean onDuty) {
    put(duty, unit, onDuty);
  }

  private static <V> void put(Map<String, V> map, String id, @Nullable V value) {
    if (value == null) {
      map.remove(id);
    } else {
      map.put(id, value);
    }
  }

  Collection<Incident> open() {
    return new ArrayList<>(open.values());
  }

  @Nullable Incident open(String id) {
    return open.get(id);
  }

  List<Incident> ofDevice(String device) {
    return openByDevice.getOrDefault(device, List.of()).stream()
        .map(open::get)
        .filter(Objects::nonNull)
        .toList();
  }

  Collection<Incident> pendingReset() {
    return new ArrayList<>(pendingReset.values());
  }

  Collection<AreaEvent> areaEvents() {
    return new ArrayList<>(areaEvents.values());
  }

  boolean isOnDuty(String unit) {
    return duty.getOrDefault(unit, false);
  }

  List<String> ofUnit(String unit) {
    return byUnit.getOrDefault(unit, List.of());
  }

  Collection<BookedWindow> windows() {
    return new ArrayList<>(windows.values());
  }
}
