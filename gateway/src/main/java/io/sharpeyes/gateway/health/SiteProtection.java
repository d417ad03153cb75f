package io.sharpeyes.gateway.health;

import io.sharpeyes.gateway.correlation.Reason;
import java.util.List;

/**
 * Whether a site is protected (防护有效) right now: a press there would be heard, seen and answered.
 *
 * @param site its id
 * @param name its name
 * @param kind school, household …
 * @param district the code of its district
 * @param isProtected yes or no
 * @param because why not; if it is, what weakens it; empty if nothing
 */
public record SiteProtection(
    String site,
    String name,
    String kind,
    String district,
    boolean isProtected,
    List<Reason> because) {

  /** Copies the list. */
  public SiteProtection {
    because = List.copyOf(because);
  }
}
