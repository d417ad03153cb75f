package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;

/**
 * What somebody wants to book (报备).
 *
 * @param status {@link Status#EXERCISE} or {@link Status#TEST}
 * @param devices the devices whose presses will count as that
 * @param from from when
 * @param to until when, at most 2 h later
 * @param note what for; empty if not said
 */
public record WindowRequest(
    Status status, List<String> devices, Instant from, Instant to, String note) {

  /** Copies the list. */
  public WindowRequest {
    devices = List.copyOf(devices);
  }
}
