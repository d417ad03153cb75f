package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Person;

/**
 * How much of what a person may see at all is shown. Pure.
 *
 * @param duress whether a duress PIN or code, and what a typed PIN was
 * @param contacts whom to call about a site and how to get in, while its incident is open, for a
 *     patrol while its unit is out
 * @param phones units' telephone numbers
 * @param raw payloads as they were received
 * @param work who at the desk did what, notes, other units
 */
public record Sight(boolean duress, boolean contacts, boolean phones, boolean raw, boolean work) {

  /** What a role is shown. */
  public static Sight of(Person.Role role) {
    return switch (role) {
      case DISPATCHER -> new Sight(true, true, true, true, true);
      case PATROL -> new Sight(false, true, true, false, true);
      case HEAD -> new Sight(false, false, false, false, true);
      case MAINTENANCE -> new Sight(false, false, false, true, false);
      case ADMIN, SITE -> new Sight(false, false, false, false, false);
    };
  }
}
