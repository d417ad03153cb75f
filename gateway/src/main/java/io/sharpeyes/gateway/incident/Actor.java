package io.sharpeyes.gateway.incident;

/**
 * Who did it: a person at a desk or in the field, or the gateway itself.
 *
 * @param user the person's user name; {@code gateway} for the gateway itself
 * @param name the person's name
 */
public record Actor(String user, String name) {

  /** The gateway itself: timers, grouping. */
  public static final Actor GATEWAY = new Actor("gateway", "gateway");
}
