package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells desks the bare fact that something moves before a camera of an open incident. It is pushed,
 * not stored, at most once in {@value #EVERY_MS} ms for each camera. Called on cameras' event
 * loops; never blocks.
 */
final class SceneNotes {

  static final long EVERY_MS = 5_000;

  private final OpenCameras openCameras;
  private final Journal journal;
  private final Supplier<Registry> registry;
  private final Consumer<Event> push;

  /** When it was last told of; only cameras of the registry that moved near an open incident. */
  private final Map<String, Instant> toldAt = new ConcurrentHashMap<>();

  SceneNotes(
      OpenCameras openCameras, Journal journal, Supplier<Registry> registry, Consumer<Event> push) {
    this.openCameras = openCameras;
    this.journal = journal;
    this.registry = registry;
    this.push = push;
  }

  /** Something moves before a camera. */
  void moved(String camera, Instant at) {
    Set<String> incidents = openCameras.incidentsOf(camera);
    if (incidents.isEmpty() || !isDue(camera, at)) {
      return;
    }
    registry
        .get()
        .camera(camera)
        .ifPresent(
            row ->
                journal.open().stream()
                    .filter(incident -> incidents.contains(incident.id()))
                    .forEach(incident -> push.accept(event(incident, row, at))));
  }

  private boolean isDue(String camera, Instant at) {
    boolean[] due = new boolean[1];
    toldAt.compute(
        camera,
        (id, before) -> {
          due[0] = before == null || !at.isBefore(before.plusMillis(EVERY_MS));
          return due[0] ? at : before;
        });
    return due[0];
  }

  private static Event event(Incident incident, Camera camera, Instant at) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", incident.id());
    data.put("camera", camera.id());
    data.put("name", camera.name());
    return new Event(
        "scene.movement", incident.id(), at, incident.place().district(), null, Set.of(), data);
  }

  /** Forgets cameras that the registry has no more. */
  void registry(Registry next) {
    toldAt.keySet().removeIf(camera -> next.camera(camera).isEmpty());
  }
}
