package io.sharpeyes.gateway.incident;

import java.util.List;

/**
 * What applying something to the case book gave.
 *
 * @param result the answer for whoever asked
 * @param events what goes into the log, in order; empty if nothing changed
 */
public record Outcome<R>(R result, List<Event> events) {

  /** Copies the list. */
  public Outcome {
    events = List.copyOf(events);
  }
}
