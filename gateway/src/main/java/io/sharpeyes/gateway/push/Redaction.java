package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.registry.Person;

/**
 * How much of an event a reader gets. Few on purpose: an event is encoded at most once for each.
 */
enum Redaction {
  /** Everything; contacts and access notes while the incident is open. */
  DESK,
  /** For units on their way: as a desk, but nothing that only desks may know (duress, PINs). */
  FIELD,
  /** For the site itself: that somebody comes, not how the desk works. */
  SITE,
  /** For those who look at the work, not at the people: no contacts, no duress. */
  REVIEW;

  static Redaction of(Person.Role role) {
    return switch (role) {
      case DISPATCHER -> DESK;
      case PATROL -> FIELD;
      case SITE -> SITE;
      case MAINTENANCE, HEAD, ADMIN -> REVIEW;
    };
  }

  /** Whether whom to call and how to get in goes with an incident that opens. */
  boolean showsContacts() {
    return this == DESK || this == FIELD;
  }
}
