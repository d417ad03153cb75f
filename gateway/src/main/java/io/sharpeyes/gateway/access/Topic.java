package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Registry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see, as far as rights depend on it.
 *
 * @param type the CloudEvents type; {@code incident} for an incident as such
 * @param subject what it is about
 * @param lineage the codes of its district and all above
 * @param site the site it is about, or null
 * @param units the units that have to do with it
 * @param quiet whether it is about an incident that the site must not know of
 */
public record Topic(
    String type,
    String subject,
    List<String> lineage,
    @Nullable String site,
    Set<String> units,
    boolean quiet) {

  /** Copies the collections. */
  public Topic {
    lineage = List.copyOf(lineage);
    units = Set.copyOf(units);
  }

  /**
   * An event.
   *
   * @param quiet whether the incident in its data is quiet
   */
  public static Topic of(StoredEvent event, boolean quiet, Registry registry) {
    return new Topic(
        event.type(),
        event.subject(),
        registry.lineage(event.district()),
        event.site(),
        event.units(),
        quiet);
  }

  /** An incident as it stands. */
  public static Topic of(Incident incident, Registry registry) {
    return new Topic(
        "incident",
        incident.id(),
        registry.lineage(incident.place().district()),
        incident.place().site(),
        incident.assignments().stream().map(Assignment::unit).collect(Collectors.toSet()),
        incident.quiet());
  }

  boolean isWithin(String district) {
    return lineage.contains(district);
  }

  /** Who looked into the audit. */
  boolean isAboutLooking() {
    return type.startsWith("audit.");
  }

  /**
   * What desks and heads only may know: that pictures were kept, held or deleted, which doesn't say
   * whether the incident is quiet; and what one desk hands over to the next.
   */
  boolean isForDesks() {
    return type.startsWith("evidence.") || type.startsWith("handover.");
  }

  /** Devices, cameras, windows, work orders and the registry: no incidents, no people. */
  boolean isAboutThings() {
    return type.startsWith("device.")
        || type.startsWith("camera.")
        || type.startsWith("window.")
        || type.startsWith("work-order.")
        || type.startsWith("registry.");
  }
}
