package io.sharpeyes.gateway.incident;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How presses become incidents, and incidents area events; keys {@code correlation.*}.
 *
 * @param joinWithin a press joins an open incident of its site until so long after its last alarm
 * @param systemJoinWithin the same for what devices say of themselves: a weak battery that is
 *     reported every hour is one matter
 * @param pressKnownFor how long the same id of a press is the same alarm
 * @param lateAfter a press that is older than this when it arrives is late
 * @param retainedFreshFor a retained message of a broker that is older than this is a phantom
 * @param areaSites an area event begins with so many sites
 * @param areaRadiusM within so many metres of the newest
 * @param areaWithin within so much time
 * @param maxOpenIncidents beyond so many, a press joins its site's newest open incident whatever
 *     its age; only a site that has none still gets one, so that no press is ever lost and there
 *     are at most this many and one for each site and status
 * @param knownPressesPerDevice how many ids of presses are kept for each device
 * @param knownPresses how many are kept in all, about 100 bytes each
 * @param longestWindow how long a booked window may be
 * @param zone whose days number the incidents
 */
public record CorrelationSettings(
    Duration joinWithin,
    Duration systemJoinWithin,
    Duration pressKnownFor,
    Duration lateAfter,
    Duration retainedFreshFor,
    int areaSites,
    double areaRadiusM,
    Duration areaWithin,
    int maxOpenIncidents,
    int knownPressesPerDevice,
    int knownPresses,
    Duration longestWindow,
    ZoneId zone) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final CorrelationSettings DEFAULT =
      new CorrelationSettings(
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Duration.ofHours(24),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          5,
          3_000,
          Duration.ofMinutes(5),
          20_000,
          20_000,
          500_000,
          Duration.ofHours(2),
          ZoneId.of("Asia/Shanghai"));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public CorrelationSettings {
    positive("joinWithin", joinWithin);
    positive("systemJoinWithin", systemJoinWithin);
    positive("pressKnownFor", pressKnownFor);
    positive("lateAfter", lateAfter);
    positive("retainedFreshFor", retainedFreshFor);
    between("areaSites", areaSites, 2, 1_000);
    if (!(areaRadiusM >= 10 && areaRadiusM <= 50_000)) {
      throw new IllegalArgumentException(
          "areaRadiusM is " + areaRadiusM + ", must be 10 to 50000 metres");
    }
    positive("areaWithin", areaWithin);
    between("maxOpenIncidents", maxOpenIncidents, 1, 1_000_000);
    between("knownPressesPerDevice", knownPressesPerDevice, 1, 100_000);
    between("knownPresses", knownPresses, 1, 10_000_000);
    positive("longestWindow", longestWindow);
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " is " + value + ", must be over 0");
    }
  }

  private static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + ", must be " + least + " to " + most);
    }
  }
}
