package io.sharpeyes.gateway.correlation;

import java.time.Duration;
import java.util.List;

/**
 * How cameras are looked for.
 *
 * @param wanted how many cameras are enough; the search widens until it has found so many usable
 *     ones
 * @param listed how many are given at most
 * @param radiiM the radii tried one after the other, metres, rising
 * @param distanceHalfM at this distance a camera's distance counts half
 * @param movementWindow movement so long ago still counts
 * @param freshFor a health check younger than this is taken for now
 */
public record CameraRankingSettings(
    int wanted,
    int listed,
    List<Integer> radiiM,
    int distanceHalfM,
    Duration movementWindow,
    Duration freshFor) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final CameraRankingSettings DEFAULT =
      new CameraRankingSettings(
          6,
          8,
          List.of(250, 500, 1_000, 2_000, 5_000),
          150,
          Duration.ofSeconds(30),
          Duration.ofMinutes(3));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public CameraRankingSettings {
    radiiM = List.copyOf(radiiM);
    if (wanted < 1) {
      throw new IllegalArgumentException("wanted is " + wanted + ", must be 1 or more");
    }
    if (listed < wanted || listed > 50) {
      throw new IllegalArgumentException(
          "listed is " + listed + ", must be from wanted (" + wanted + ") to 50");
    }
    if (radiiM.isEmpty() || radiiM.get(0) < 1 || !rising(radiiM)) {
      throw new IllegalArgumentException("radiiM is " + radiiM + ", must be rising, from 1 up");
    }
    if (distanceHalfM < 1) {
      throw new IllegalArgumentException(
          "distanceHalfM is " + distanceHalfM + ", must be 1 or more");
    }
  }

  private static boolean rising(List<Integer> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i) <= values.get(i - 1)) {
        return false;
      }
    }
    return true;
  }
}
