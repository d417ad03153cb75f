package io.sharpeyes.gateway.correlation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A camera that may see the place, with the reasons of its rank.
 *
 * @param camera the camera's id
 * @param name what people call it
 * @param latitude WGS 84
 * @param longitude WGS 84
 * @param azimuthDeg where it looks, or null if unknown
 * @param fieldOfViewDeg angle of view, or null if unknown
 * @param rangeM how far it sees, or null if unknown
 * @param distanceM from the camera to the place
 * @param bearingDeg from the camera to the place, clockwise from north
 * @param inView {@code yes}, {@code no} or {@code unknown}: whether the place is inside its field
 *     of view
 * @param health the cause word of its health
 * @param prerecord whether the seconds before the press are kept
 * @param score 0 to 1, higher is better; comparable within one ranking only
 * @param reasons why, the weightiest first
 */
public record RankedCamera(
    String camera,
    String name,
    double latitude,
    double longitude,
    @Nullable Double azimuthDeg,
    @Nullable Double fieldOfViewDeg,
    @Nullable Double rangeM,
    double distanceM,
    double bearingDeg,
    String inView,
    String health,
    boolean prerecord,
    double score,
    List<Reason> reasons) {

  /** Copies the list. */
  public RankedCamera {
    reasons = List.copyOf(reasons);
  }
}
