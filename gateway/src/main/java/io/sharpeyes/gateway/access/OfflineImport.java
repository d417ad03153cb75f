package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Changes the registry of a gateway that doesn't run, all or nothing. Whoever calls it holds the
 * data folder's lock. The next start audits and announces the change. Blocks.
 */
public final class OfflineImport {

  private final RegistryVersions versions;
  private final CredentialSealing sealing;
  private final InstantSource clock;

  /** Imports into these versions. */
  public OfflineImport(RegistryVersions versions, Keys keys, InstantSource clock) {
    this.versions = versions;
    this.sealing = new CredentialSealing(keys);
    this.clock = clock;
  }

  /**
   * Reads the registry folder for the first start. Makes no secrets, because nobody is there to be
   * shown them: devices without one can't sign in until {@code import} makes them.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public ImportReport first(Path folder, CoordinateSystem coordinates) throws IOException {
    RegistryReading reading = new RegistryReader(coordinates).readFolder(folder);
    if (reading.registry().isEmpty()) {
      return ImportReport.problems(reading);
    }
    RegistryPlan plan = RegistryPlan.of(RegistrySnapshot.EMPTY, reading);
    CredentialStore stored =
        sealing.sealGiven(plan.secrets(), CredentialStore.EMPTY, plan.registry());
    return store(
        plan,
        new CredentialSealing.Sealed(stored, Map.of()),
        List.of(String.valueOf(folder.getFileName())),
        Actor.GATEWAY);
  }

  /**
   * Imports files.
   *
   * @param dryRun whether it is only a preview
   * @throws IOException whose message says what is wrong and what to do
   */
  public ImportReport files(
      List<Path> files, CoordinateSystem coordinates, ImportMode mode, boolean dryRun, Actor by)
      throws IOException {
    RegistrySnapshot before = versions.load();
    Registry registry = before.registry();
    RegistryReading reading = new RegistryReader(coordinates).readFiles(files, registry, mode);
    if (reading.registry().isEmpty()) {
      return ImportReport.problems(reading);
    }
    RegistryPlan plan = RegistryPlan.of(before, reading);
    if (plan.isEmpty() || dryRun) {
      return ImportReport.of(
          plan.isEmpty() ? ImportReport.Outcome.UNCHANGED : ImportReport.Outcome.PREVIEW, plan);
    }
    return store(
        plan,
        sealing.seal(plan.secrets(), before.credentials(), plan.registry()),
        files.stream().map(file -> String.valueOf(file.getFileName())).toList(),
        by);
  }

  private ImportReport store(
      RegistryPlan plan, CredentialSealing.Sealed stored, List<String> files, Actor by)
      throws IOException {
    versions.store(
        new RegistrySnapshot("", plan.registry(), stored.store()),
        new RegistryNote(by, clock.instant(), files, plan.diff(), plan.commonDistrict()));
    return ImportReport.changed(plan, stored);
  }
}
