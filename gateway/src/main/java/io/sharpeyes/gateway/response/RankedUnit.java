package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.correlation.Reason;
import java.util.List;

/**
 * A unit that may go, with the reasons of its rank.
 *
 * @param unit the unit's id
 * @param name what people call it
 * @param kind {@code foot}, {@code bicycle}, {@code motorcycle} or {@code car}
 * @param phone its number; empty if none
 * @param latitude where it is taken to be, WGS 84
 * @param longitude likewise
 * @param distanceM straight line to the place, metres
 * @param etaS seconds it is expected to need: distance, detour and speed of its kind
 * @param ring the smallest ring (处置圈) in minutes that holds it, or 0 if it is outside all
 * @param available on duty and free
 * @param reasons why, the weightiest first
 */
public record RankedUnit(
    String unit,
    String name,
    String kind,
    String phone,
    double latitude,
    double longitude,
    double distanceM,
    long etaS,
    int ring,
    boolean available,
    List<Reason> reasons) {

  /** Copies the list. */
  public RankedUnit {
    reasons = List.copyOf(reasons);
  }
}
