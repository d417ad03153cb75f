package io.sharpeyes.device;

import org.jspecify.annotations.Nullable;

/**
 * Where a device says it is: WGS 84.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param accuracyM radius in metres within which the device believes itself to be, or null
 */
public record DevicePosition(double latitude, double longitude, @Nullable Double accuracyM) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range or not a number
   */
  public DevicePosition {
    if (!(latitude >= -90 && latitude <= 90)) {
      throw new IllegalArgumentException("latitude is " + latitude + ", must be -90 to 90");
    }
    if (!(longitude >= -180 && longitude <= 180)) {
      throw new IllegalArgumentException("longitude is " + longitude + ", must be -180 to 180");
    }
    if (accuracyM != null && !(accuracyM >= 0)) {
      throw new IllegalArgumentException("accuracyM is " + accuracyM + ", must be 0 or more");
    }
  }
}
