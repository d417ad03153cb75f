package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.PatrolUnit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How units are ranked.
 *
 * @param ringsMin the rings (处置圈) in minutes, rising
 * @param ringsByDistrict other rings for a district and all below it, by its code
 * @param cordonMin the cordon (封控圈) in minutes, rising
 * @param speedKmh by how a unit moves
 * @param detour how much longer a road is than the straight line, 1 or more
 * @param positionFreshFor a unit's position younger than this is taken for now; an older one counts
 *     with a warning, and one older than ten times this not at all
 * @param listed how many units are given at most
 */
public record ResponseRankingSettings(
    List<Integer> ringsMin,
    Map<String, List<Integer>> ringsByDistrict,
    List<Integer> cordonMin,
    Map<PatrolUnit.Kind, Double> speedKmh,
    double detour,
    Duration positionFreshFor,
    int listed) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final ResponseRankingSettings DEFAULT =
      new ResponseRankingSettings(
          List.of(1, 3, 5),
          Map.of(),
          List.of(10, 20),
          Map.of(
              PatrolUnit.Kind.FOOT, 5.0,
              PatrolUnit.Kind.BICYCLE, 15.0,
              PatrolUnit.Kind.MOTORCYCLE, 35.0,
              PatrolUnit.Kind.CAR, 40.0),
          1.4,
          Duration.ofMinutes(2),
          8);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public ResponseRankingSettings {
    ringsMin = checked("ringsMin", ringsMin);
    ringsByDistrict = Map.copyOf(ringsByDistrict);
    ringsByDistrict.forEach((code, rings) -> checked("ringsByDistrict." + code, rings));
    cordonMin = checked("cordonMin", cordonMin);
    speedKmh = Map.copyOf(speedKmh);
    for (PatrolUnit.Kind kind : PatrolUnit.Kind.values()) {
      Double speed = speedKmh.get(kind);
      if (speed == null || !(speed > 0)) {
        throw new IllegalArgumentException(
            "speedKmh." + kind + " is " + speed + ", must be over 0");
      }
    }
    if (!(detour >= 1)) {
      throw new IllegalArgumentException("detour is " + detour + ", must be 1 or more");
    }
    if (positionFreshFor.isNegative() || positionFreshFor.isZero()) {
      throw new IllegalArgumentException(
          "positionFreshFor is " + positionFreshFor + ", must be over 0");
    }
    if (listed < 1 || listed > 50) {
      throw new IllegalArgumentException("listed is " + listed + ", must be 1 to 50");
    }
  }

  private static List<Integer> checked(String key, List<Integer> minutes) {
    boolean usable = !minutes.isEmpty() && minutes.get(0) >= 1;
    for (int i = 1; i < minutes.size(); i++) {
      usable &= minutes.get(i) > minutes.get(i - 1);
    }
    if (!usable) {
      throw new IllegalArgumentException(
          key + " is " + minutes + ", must be rising minutes, from 1");
    }
    return List.copyOf(minutes);
  }

  /** The rings of the nearest district upward that has its own, else the general ones. */
  List<Integer> rings(List<String> lineage) {
    for (String code : lineage) {
      List<Integer> own = ringsByDistrict.get(code);
      if (own != null) {
        return own;
      }
    }
    return ringsMin;
  }

  /** Seconds that a kind of unit needs for a straight line of so many metres. */
  double etaS(double distanceM, PatrolUnit.Kind kind) {
    return distanceM * detour / (metresPerMinute(kind) / 60);
  }

  /** How far, in a straight line, a kind of unit comes in so many minutes. */
  double radiusM(int minutes, PatrolUnit.Kind kind) {
    return minutes * metresPerMinute(kind) / detour;
  }

  @SuppressWarnings("NullAway") // The constructor has checked that every kind has a speed.
  private double metresPerMinute(PatrolUnit.Kind kind) {
    return speedKmh.get(kind) * 1_000 / 60;
  }
}
