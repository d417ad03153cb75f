package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.incident.Incident;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Which incidents were open at one moment. Immutable. */
final class OpenIncidents {

  private final Set<String> ids;

  OpenIncidents(Collection<Incident> open) {
    Set<String> found = new HashSet<>(open.size() * 2);
    open.forEach(incident -> found.add(incident.id()));
    ids = found;
  }

  boolean contains(String id) {
    return ids.contains(id);
  }
}
