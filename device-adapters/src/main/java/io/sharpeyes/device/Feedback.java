package io.sharpeyes.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the presser is told. Whether a device is told at all (quiet alarms) is decided before a
 * feedback is made, never by an adapter.
 *
 * @param incident the incident
 * @param press the device's own id of the press, or null if it sent none
 * @param stage how far help is
 * @param at when that stage was reached
 */
public record Feedback(String incident, @Nullable String press, Stage stage, Instant at) {

  /** The answers of {@code product.md}, in order. */
  public enum Stage {
    /** It cannot be lost any more. */
    STORED("stored"),
    /** A named desk took it. */
    CLAIMED("claimed"),
    /** Someone is here. */
    ON_SCENE("on-scene"),
    /** The desk closed it. */
    CLOSED("closed");

    private final String wireName;

    Stage(String wireName) {
      this.wireName = wireName;
    }

    /** The word in payloads. */
    public String wireName() {
      return wireName;
    }
  }
}
