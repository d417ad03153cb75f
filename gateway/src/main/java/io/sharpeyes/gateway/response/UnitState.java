package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a unit now.
 *
 * @param onDuty whether it is on duty
 * @param incidents the incidents, open or closed, that it has still to do with, the oldest first;
 *     none if it is free
 * @param position where it was last seen, WGS 84, or null
 * @param positionAt when that was, or null
 */
public record UnitState(
    boolean onDuty,
    List<String> incidents,
    @Nullable Position position,
    @Nullable Instant positionAt) {

  /** Copies the list. */
  public UnitState {
    incidents = List.copyOf(incidents);
  }

  /** The newest incident that it has to do with; null if it is free. */
  public @Nullable String newestIncident() {
    return incidents.isEmpty() ? null : incidents.get(incidents.size() - 1);
  }
}
