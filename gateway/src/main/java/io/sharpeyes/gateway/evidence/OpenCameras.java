package io.sharpeyes.gateway.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cameras that may see the places of the open incidents. Bounded: the oldest incidents are
 * forgotten first. Any thread; never blocks.
 */
final class OpenCameras {

  static final int MOST_INCIDENTS = 2_000;
  private static final int MOST_INCIDENTS_OF_A_CAMERA = 16;

  // Guarded by this.
  private final Map<String, List<CameraReach.Ranked>> ofIncident = new LinkedHashMap<>();

  /** Incidents by camera. Read by cameras' event loops, which must not wait. */
  private final Map<String, Set<String>> ofCamera = new ConcurrentHashMap<>();

  synchronized void opened(String incident, List<CameraReach.Ranked> ranked) {
    closed(incident);
    if (ofIncident.size() >= MOST_INCIDENTS) {
      closed(ofIncident.keySet().iterator().next());
    }
    ofIncident.put(incident, List.copyOf(ranked));
    for (CameraReach.Ranked one : ranked) {
      ofCamera.compute(one.camera(), (camera, incidents) -> with(incidents, incident));
    }
  }

  private static Set<String> with(@Nullable Set<String> known, String incident) {
    Set<String> more = known == null ? new HashSet<>() : new HashSet<>(known);
    if (more.size() < MOST_INCIDENTS_OF_A_CAMERA) {
      more.add(incident);
    }
    return Set.copyOf(more);
  }

  synchronized void closed(String incident) {
    List<CameraReach.Ranked> ranked = ofIncident.remove(incident);
    if (ranked != null) {
      for (CameraReach.Ranked one : ranked) {
        ofCamera.computeIfPresent(
            one.camera(), (camera, incidents) -> without(incidents, incident));
      }
    }
  }

  @SuppressWarnings("NullAway") // Null takes the entry away.
  private static Set<String> without(Set<String> known, String incident) {
    Set<String> fewer = new HashSet<>(known);
    fewer.remove(incident);
    return fewer.isEmpty() ? null : Set.copyOf(fewer);
  }

  /** The cameras of an incident, the best first; none if it isn't open or was forgotten. */
  synchronized List<CameraReach.Ranked> of(String incident) {
    return ofIncident.getOrDefault(incident, List.of());
  }

  synchronized boolean knows(String incident) {
    return ofIncident.containsKey(incident);
  }

  /** The open incidents that a camera has to do with. Never waits. */
  Set<String> incidentsOf(String camera) {
    return ofCamera.getOrDefault(camera, Set.of());
  }

  /** All incidents that are known. */
  synchronized List<String> incidents() {
    return new ArrayList<>(ofIncident.keySet());
  }
}
