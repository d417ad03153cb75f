package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.response.EscalationPolicy;
import java.time.Duration;

/**
 * How long people have to answer; keys {@code response.*}.
 *
 * @param escalation who is rung when, until somebody takes an incident
 * @param repeatAllDesksAfter how long the owner has to react to a repeated press before all desks
 *     hear of it
 * @param deskGoneAfter how long a desk may be silent before its incidents are stale
 * @param acceptWithin how long a unit has to answer
 * @param maxAssignments how many units may be sent to one incident
 */
public record ResponseSettings(
    EscalationPolicy escalation,
    Duration repeatAllDesksAfter,
    Duration deskGoneAfter,
    Duration acceptWithin,
    int maxAssignments) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final ResponseSettings DEFAULT =
      new ResponseSettings(
          EscalationPolicy.DEFAULT,
          Duration.ofSeconds(20),
          Duration.ofSeconds(45),
          Duration.ofSeconds(30),
          32);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public ResponseSettings {
    positive("repeatAllDesksAfter", repeatAllDesksAfter);
    positive("deskGoneAfter", deskGoneAfter);
    positive("acceptWithin", acceptWithin);
    if (maxAssignments < 1 || maxAssignments > 1_000) {
      throw new IllegalArgumentException(
          "maxAssignments is " + maxAssignments + ", must be 1 to 1000");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(key + " is " + value + ", must be over 0 and up to 1 h");
    }
  }
}
