package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;

/**
 * Many devices that fell silent at once: a village that goes dark. Found by {@code health}, shown
 * to desks as an area event.
 *
 * @param key what fails, the same each time the same outage is told: an uplink, a power line, a
 *     district
 * @param district the code of the district it is in
 * @param name the place in words
 * @param latitude its middle, WGS 84
 * @param longitude likewise
 * @param devices how many devices are silent
 * @param sites how many sites they belong to
 * @param deviceIds the first of them
 * @param cause a short word: {@code uplink}, {@code power}, {@code unknown}
 * @param since when the first fell silent
 */
public record Outage(
    String key,
    String district,
    String name,
    double latitude,
    double longitude,
    int devices,
    int sites,
    List<String> deviceIds,
    String cause,
    Instant since) {

  /** How many devices are named. */
  public static final int NAMED_DEVICES = 64;

  /** Keeps the first of the devices. */
  public Outage {
    deviceIds = List.copyOf(deviceIds.subList(0, Math.min(deviceIds.size(), NAMED_DEVICES)));
  }
}
