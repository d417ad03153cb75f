package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the units now. Any thread; holds at most one entry for each unit of the
 * registry, because callers only name units that exist.
 */
public final class UnitStates {

  private static final UnitState OFF_DUTY = new UnitState(false, null, null, null);

  private final Map<String, UnitState> states = new ConcurrentHashMap<>();

  /** What is known of a unit. */
  public UnitState of(String unit) {
    return states.getOrDefault(unit, OFF_DUTY);
  }

  /** Notes that a unit came on duty or went off; a position is forgotten with the duty. */
  public void duty(String unit, boolean onDuty) {
    states.compute(
        unit,
        (id, old) -> {
          UnitState before = old == null ? OFF_DUTY : old;
          return onDuty
              ? new UnitState(true, before.incident(), before.position(), before.positionAt())
              : new UnitState(false, before.incident(), null, null);
        });
  }

  /** Notes that a unit was sent to an incident, or is free again (null). */
  public void assigned(String unit, @Nullable String incident) {
    states.compute(
        unit,
        (id, old) -> {
          UnitState before = old == null ? OFF_DUTY : old;
          return new UnitState(before.onDuty(), incident, before.position(), before.positionAt());
        });
  }

  /**
   * Notes where a unit is, if it may be known: only on duty or on an assignment.
   *
   * @return whether it was noted
   */
  public boolean moved(String unit, Position position, Instant at) {
    UnitState after =
        states.computeIfPresent(
            unit,
            (id, old) ->
                old.onDuty() || old.incident() != null
                    ? new UnitState(old.onDuty(), old.incident(), position, at)
                    : old);
    return after != null && position.equals(after.position());
  }

  /** Forgets a unit that is not in the registry any more. */
  public void forget(String unit) {
    states.remove(unit);
  }
}
