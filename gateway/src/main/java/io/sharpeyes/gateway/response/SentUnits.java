package io.sharpeyes.gateway.response;

import java.util.Set;

/**
 * The units that were sent to the incident that a plan is for, and have still to do with it.
 *
 * @param onTheWay those that are not there yet
 * @param onScene those that say that they are there
 */
public record SentUnits(Set<String> onTheWay, Set<String> onScene) {

  /** Nobody was sent. */
  public static final SentUnits NONE = new SentUnits(Set.of(), Set.of());

  /** Copies the sets. */
  public SentUnits {
    onTheWay = Set.copyOf(onTheWay);
    onScene = Set.copyOf(onScene);
  }

  boolean has(String unit) {
    return onTheWay.contains(unit) || onScene.contains(unit);
  }
}
