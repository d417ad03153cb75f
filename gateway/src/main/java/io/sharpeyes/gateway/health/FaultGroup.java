package io.sharpeyes.gateway.health;

import java.time.Instant;
import java.util.List;

/**
 * Faults that probably have one cause: forty silent buttons behind one broken uplink are one fault,
 * not forty.
 *
 * @param cause {@code uplink}, {@code power}, {@code credential-change} or {@code single}
 * @param subject what is broken: the uplink, the mains, the user name, or the one thing itself
 * @param since when the first of them began
 * @param of how many things hang on it in all; 1 for a single one
 * @param faults what is wrong, the oldest first
 */
public record FaultGroup(String cause, String subject, Instant since, int of, List<Fault> faults) {

  /** Copies the list. */
  public FaultGroup {
    faults = List.copyOf(faults);
  }
}
