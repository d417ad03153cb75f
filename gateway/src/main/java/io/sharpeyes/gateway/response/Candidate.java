package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;

/**
 * A unit that may be listed; only those that are get their reasons.
 *
 * @param from where it sets out, WGS 84
 * @param distanceM from there to the place
 * @param etaS seconds
 * @param sent whether it was sent there already
 * @param available whether it is free
 */
record Candidate(
    PatrolUnit unit,
    UnitState state,
    Position from,
    double distanceM,
    long etaS,
    boolean sent,
    boolean available) {

  boolean isComing() {
    return sent || available;
  }

  boolean isWithin(int minutes) {
    return etaS <= minutes * 60L;
  }
}
