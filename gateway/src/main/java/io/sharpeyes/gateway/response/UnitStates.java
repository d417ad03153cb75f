package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is known of the units now: who is on duty and who was sent out is asked where it is stored,
 * so that it is true from a start on; only where they are is kept here. Any thread; holds at most
 * one position for each unit of the registry, because callers only name units that exist.
 */
public final class UnitStates {

  private final Predicate<String> onDuty;
  private final Function<String, List<String>> incidents;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private static final UnitState OFF_DUTY = new UnitState(false, List.of(), null, null);
  private static final UnitState NOT_SEEN = new UnitState(true, List.of(), null, null);

  private record Seen(Position position, Instant at) {}

  /**
   * Knows nobody's position yet.
   *
   * @param onDuty whether a unit is on duty
   * @param incidents the incidents, open or closed, that a unit has still to do with
   */
  public UnitStates(Predicate<String> onDuty, Function<String, List<String>> incidents) {
    this.onDuty = onDuty;
    this.incidents = incidents;
  }

  /** What is known of a unit. */
  public UnitState of(String unit) {
    boolean working = onDuty.test(unit);
    List<String> sentTo = incidents.apply(unit);
    if (!working && sentTo.isEmpty()) {
      return OFF_DUTY;
    }
    Seen last = seen.get(unit);
    if (last != null) {
      return new UnitState(working, sentTo, last.position, last.at);
    }
    return sentTo.isEmpty() ? NOT_SEEN : new UnitState(working, sentTo, null, null);
  }

  /**
   * Notes where a unit is, if it may be known: only on duty or on an assignment.
   *
   * @return whether it was noted
   */
  public boolean moved(String unit, Position position, Instant at) {
    seen.put(unit, new Seen(position, at)); // Nobody is shown it before it may be known.
    return mayStillKnow(unit);
  }

  /**
   * Forgets where a unit was, if that may not be known any more.
   *
   * @return whether it may be
   */
  public boolean mayStillKnow(String unit) {
    boolean may = onDuty.test(unit) || !incidents.apply(unit).isEmpty();
    if (!may) {
      seen.remove(unit);
    }
    return may;
  }

  /** Forgets a unit that is not in the registry any more. */
  public void forget(String unit) {
    seen.remove(unit);
  }
}
