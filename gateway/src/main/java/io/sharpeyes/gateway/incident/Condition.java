package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;

/** The device's axis: whether its latch is still set. */
public enum Condition {
  /** Pressed and not reset yet. */
  ACTIVE("active"),
  /** Reset (已复位). */
  RESTORED("restored");

  private final String wireName;

  Condition(String wireName) {
    this.wireName = wireName;
  }

  /** The word in JSON. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
