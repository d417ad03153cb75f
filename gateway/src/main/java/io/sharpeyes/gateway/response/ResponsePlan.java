package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.correlation.Reason;
import java.util.List;

/**
 * Who can be there how soon, what is missing, and where roads can be closed.
 *
 * @param units ranked, the best first
 * @param rings the district's rings, in minutes, with the radius of each for a car in metres
 * @param cordon the checkpoints of the cordon (封控圈)
 * @param shortfall what is missing (力量缺口), for instance {@code no-car-within} 5 min
 */
public record ResponsePlan(
    List<RankedUnit> units, List<Ring> rings, List<CordonPoint> cordon, List<Reason> shortfall) {

  /** A plan that knows nothing. */
  public static final ResponsePlan EMPTY =
      new ResponsePlan(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ResponsePlan {
    units = List.copyOf(units);
    rings = List.copyOf(rings);
    cordon = List.copyOf(cordon);
    shortfall = List.copyOf(shortfall);
  }

  /**
   * A ring.
   *
   * @param minutes its size
   * @param radiusM how far a car comes in that time, metres
   */
  public record Ring(int minutes, double radiusM) {}

  /**
   * A checkpoint of the cordon.
   *
   * @param checkpoint its id
   * @param name what people call it
   * @param latitude WGS 84
   * @param longitude WGS 84
   * @param distanceM from the place
   * @param minutes the cordon it belongs to, 10 or 20 by default
   */
  public record CordonPoint(
      String checkpoint,
      String name,
      double latitude,
      double longitude,
      double distanceM,
      int minutes) {}
}
