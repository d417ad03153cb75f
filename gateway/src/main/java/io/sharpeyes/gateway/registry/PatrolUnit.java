package io.sharpeyes.gateway.registry;

/**
 * A unit (处警力量): village joint-defence team, grid worker, police car.
 *
 * @param id identifier; a device of kind phone with the same id is this unit's phone
 * @param name what people call it
 * @param kind how it moves
 * @param district the code of its district
 * @param home where it stands when its position isn't known, WGS 84
 * @param phone its number; empty if none
 */
public record PatrolUnit(
    String id, String name, Kind kind, String district, Position home, String phone) {

  /** How a unit moves. */
  public enum Kind {
    /** On foot. */
    FOOT,
    /** By bicycle or electric bicycle. */
    BICYCLE,
    /** By motorcycle. */
    MOTORCYCLE,
    /** By car. */
    CAR
  }
}
