package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.RegistryDiff;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who changed what in the registry.
 *
 * @param by who
 * @param at when
 * @param files the names of the files that were imported
 * @param diff what is different
 * @param district the code of the lowest district that holds all that changes
 */
record RegistryNote(Actor by, Instant at, List<String> files, RegistryDiff diff, String district) {

  /** Copies the list. */
  RegistryNote {
    files = List.copyOf(files);
  }

  RegistryPointer.Change changeTo(String version) {
    return new RegistryPointer.Change(
        version, by, at, district, files, RegistryPointer.counts(diff));
  }

  /** What the audit keeps of it. */
  Map<String, Object> detail(RegistryPlan plan) {
    return Map.of(
        "files", files,
        "changes", RegistryPointer.counts(diff),
        "deviceSecrets", plan.deviceSecrets() + plan.withoutSecret(),
        "cameraPasswords", plan.cameraPasswords(),
        "passwords", plan.passwords());
  }
}
