package io.sharpeyes.gateway.health;

import java.time.Duration;

/**
 * When something counts as failed.
 *
 * @param offlineAfter a device that can't be heard for so long is offline; at most 90 s, the path
 *     fault time of EN 50136
 * @param startGrace after the gateway's start devices get so long to come back
 * @param lowBatteryPercent a battery at or under this is low
 * @param clockOff a device's clock further off than this is wrong
 * @param simWarning a SIM that runs out within this is told
 * @param outageSites so many sites that fall silent together are a card for the desk
 * @param outageWithin within so much time
 */
public record HealthSettings(
    Duration offlineAfter,
    Duration startGrace,
    int lowBatteryPercent,
    Duration clockOff,
    Duration simWarning,
    int outageSites,
    Duration outageWithin) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          20,
          Duration.ofMinutes(5),
          Duration.ofDays(30),
          3,
          Duration.ofMinutes(5));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public HealthSettings {
    if (offlineAfter.toMillis() < 1 || offlineAfter.compareTo(Duration.ofSeconds(90)) > 0) {
      throw new IllegalArgumentException(
          "offlineAfter is " + offlineAfter + ", must be over 0 and at most 90 s");
    }
    if (startGrace.isNegative()) {
      throw new IllegalArgumentException("startGrace is " + startGrace + ", must be 0 or more");
    }
    if (lowBatteryPercent < 0 || lowBatteryPercent > 100) {
      throw new IllegalArgumentException(
          "lowBatteryPercent is " + lowBatteryPercent + ", must be 0 to 100");
    }
    if (outageSites < 2) {
      throw new IllegalArgumentException("outageSites is " + outageSites + ", must be at least 2");
    }
    if (outageWithin.isNegative() || outageWithin.isZero()) {
      throw new IllegalArgumentException("outageWithin is " + outageWithin + ", must be over 0");
    }
  }
}
