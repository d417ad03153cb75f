package io.sharpeyes.gateway.settings;

import java.time.Duration;

/**
 * {@code retention.*}: how long things are kept, and then really deleted.
 *
 * @param log incidents and what happened to them; zero keeps them for ever
 * @param evidence clips and snapshots, unless an incident is held
 * @param audit who looked at what; zero keeps it for ever
 */
public record RetentionSettings(Duration log, Duration evidence, Duration audit) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final RetentionSettings DEFAULT =
      new RetentionSettings(Duration.ZERO, Duration.ofDays(30), Duration.ZERO);

  /** Checks the values. */
  public RetentionSettings {
    Check.between("log", log, Duration.ZERO, Duration.ofDays(36_500));
    Check.between("evidence", evidence, Duration.ofDays(1), Duration.ofDays(3_650));
    if (!audit.isZero()) {
      Check.between("audit", audit, Duration.ofDays(180), Duration.ofDays(36_500));
    }
  }
}
