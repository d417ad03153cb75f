package io.sharpeyes.gateway.health;

import java.time.Instant;
import java.util.List;

/**
 * What is wrong now, grouped by probable cause, and which sites are protected.
 *
 * @param at when it was made
 * @param groups faults grouped by probable cause, the largest first
 * @param sites every site, the unprotected first
 */
public record HealthReport(Instant at, List<FaultGroup> groups, List<SiteProtection> sites) {

  /** Copies the lists. */
  public HealthReport {
    groups = List.copyOf(groups);
    sites = List.copyOf(sites);
  }
}
