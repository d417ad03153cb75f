package io.sharpeyes.gateway.correlation;

import org.jspecify.annotations.Nullable;

/** Whether a place is inside a camera's field of view. */
enum InView {
  YES("yes"),
  NO("no"),
  UNKNOWN("unknown");

  private final String wireName;

  InView(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /**
   * Judges honestly: what isn't known gives {@link #UNKNOWN}, but a full circle needs no direction,
   * and a place out of range is not in view whatever the direction.
   *
   * @param offAxisDeg angle between where the camera looks and the place, or null if unknown
   * @param fieldOfViewDeg angle of view, or null if unknown
   * @param rangeM how far it sees, or null if unknown
   * @param distanceM from the camera to the place
   * @param accuracyM how far the place may be from where it is said to be
   */
  static InView judge(
      @Nullable Double offAxisDeg,
      @Nullable Double fieldOfViewDeg,
      @Nullable Double rangeM,
      double distanceM,
      double accuracyM) {
    if (rangeM != null && distanceM - accuracyM > rangeM) {
      return NO;
    }
    boolean inAngle = fieldOfViewDeg != null && fieldOfViewDeg >= 360;
    if (!inAngle) {
      if (offAxisDeg == null || fieldOfViewDeg == null || accuracyM > distanceM) {
        return UNKNOWN;
      }
      double blurDeg = Math.toDegrees(Math.atan2(accuracyM, distanceM));
      if (offAxisDeg > fieldOfViewDeg / 2 + blurDeg) {
        return NO;
      }
      if (offAxisDeg > fieldOfViewDeg / 2 - blurDeg && blurDeg > 0) {
        return UNKNOWN;
      }
    }
    if (rangeM == null) {
      return UNKNOWN;
    }
    return distanceM + accuracyM <= rangeM || accuracyM == 0 ? YES : UNKNOWN;
  }

  /** The angle between two bearings, 0 to 180 degrees. */
  static double offAxisDeg(double azimuthDeg, double bearingDeg) {
    double difference = Math.abs(azimuthDeg - bearingDeg) % 360;
    return difference > 180 ? 360 - difference : difference;
  }
}
