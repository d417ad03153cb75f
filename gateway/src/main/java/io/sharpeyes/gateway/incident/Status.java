package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an incident counts as (CAP 1.2 {@code status}). */
public enum Status {
  /** Somebody needs help. */
  ACTUAL("actual"),
  /** A drill (演练) inside a booked window. */
  EXERCISE("exercise"),
  /** A test of a device inside a booked window. */
  TEST("test"),
  /** Raised by the gateway itself. */
  SYSTEM("system");

  private final String wireName;

  Status(String wireName) {
    this.wireName = wireName;
  }

  /** The word in JSON. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
