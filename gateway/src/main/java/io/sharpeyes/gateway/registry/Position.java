package io.sharpeyes.gateway.registry;

/**
 * A place on the earth, WGS 84.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Position(double latitude, double longitude) {

  /** Mean radius of the earth, metres (IUGG R1). */
  public static final double EARTH_RADIUS_M = 6_371_008.8;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range or not a number
   */
  public Position {
    if (!(latitude >= -90 && latitude <= 90)) {
      throw new IllegalArgumentException("latitude is " + latitude + ", must be -90 to 90");
    }
    if (!(longitude >= -180 && longitude <= 180)) {
      throw new IllegalArgumentException("longitude is " + longitude + ", must be -180 to 180");
    }
  }

  /** Great-circle distance in metres (haversine). */
  public double distanceM(Position other) {
    double phi1 = Math.toRadians(latitude);
    double phi2 = Math.toRadians(other.latitude);
    double sinLat = Math.sin((phi2 - phi1) / 2);
    double sinLon = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
    double a = sinLat * sinLat + Math.cos(phi1) * Math.cos(phi2) * sinLon * sinLon;
    return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  /** Initial bearing towards the other place, degrees clockwise from north, 0 to under 360. */
  public double bearingDeg(Position other) {
    double phi1 = Math.toRadians(latitude);
    double phi2 = Math.toRadians(other.latitude);
    double lambda = Math.toRadians(other.longitude - longitude);
    double y = Math.sin(lambda) * Math.cos(phi2);
    double x = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(lambda);
    double degrees = Math.toDegrees(Math.atan2(y, x)) % 360;
    return degrees < 0 ? degrees + 360 : degrees;
  }
}
