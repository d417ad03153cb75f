package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.ImportReport;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.OfflineImport;
import io.sharpeyes.gateway.access.RegistryStore;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/**
 * What a gateway opens before it starts: the data folder, which it locks, the keys, the audit and
 * the registry; on the first start the registry is read from its folder of files. Blocks.
 *
 * @param folder locked
 * @param keys what secrets are kept under
 * @param audit the chain of what people did
 * @param registry what stands where and who is who
 */
record Opened(DataFolder folder, Keys keys, AuditLog audit, RegistryStore registry)
    implements AutoCloseable {

  /**
   * Opens all of it.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static Opened open(Vertx vertx, GatewaySettings settings, InstantSource clock)
      throws IOException {
    DataFolder folder = DataFolder.lock(settings.data());
    Keys keys = KeyFile.loadOrCreate(settings.access().keyFile(), settings.data(), clock.instant());
    RegistryVersions versions = new RegistryVersions(folder.registry(), keys);
    if (versions.isEmpty()) {
      readFirst(settings, versions, keys, clock);
    }
    AuditLog audit =
        AuditLog.open(DataFolder.audit(settings.data()), keys, settings.retention().audit(), clock);
    return new Opened(folder, keys, audit, new RegistryStore(vertx, versions, keys, audit, clock));
  }

  private static void readFirst(
      GatewaySettings settings, RegistryVersions versions, Keys keys, InstantSource clock)
      throws IOException {
    ImportReport report =
        new OfflineImport(versions, keys, clock).first(settings.registry(), settings.coordinates());
    if (report.outcome() == ImportReport.Outcome.PROBLEMS) {
      throw new IOException(
          "The registry in "
              + settings.registry()
              + " can't be read: "
              + report.problems().get(0)
              + (report.problemCount() > 1 ? " … and " + (report.problemCount() - 1) + " more" : "")
              + ". See: check --config FILE");
    }
  }

  @Override
  public void close() {
    registry.close();
    audit.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
