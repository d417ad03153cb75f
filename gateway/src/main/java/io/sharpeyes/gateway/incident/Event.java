package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and will be in the log for ever. It gets its sequence number when it is
 * appended.
 *
 * @param type the CloudEvents type, for instance {@code incident.opened}
 * @param subject the incident, device, camera, unit or area event it is about
 * @param at when, by the gateway's clock
 * @param district the code of the district whose people may see it
 * @param site the site it is about, or null; its people may see it too
 * @param units the units whose people may see it too
 * @param data the whole thing, not a pointer; made of records, lists, maps and plain values, and
 *     written as JSON by the journal
 */
public record Event(
    String type,
    String subject,
    Instant at,
    String district,
    @Nullable String site,
    Set<String> units,
    Object data) {

  /** Copies the set. */
  public Event {
    units = Set.copyOf(units);
  }
}
