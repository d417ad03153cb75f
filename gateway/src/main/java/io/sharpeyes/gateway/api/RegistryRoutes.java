package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.ImportRefused;
import io.sharpeyes.gateway.access.RegistryStore;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryUpload;
import io.sharpeyes.gateway.registry.RegistryWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The registry in and out, as a ZIP of the files that an operator edits; no secret goes out. */
final class RegistryRoutes {

  /** What a ZIP may hold when it is unpacked, on a large machine. */
  private static final long MOST_UNPACKED = 512L << 20;

  /**
   * What a ZIP may hold when it is unpacked: never so much that there is no room left for alarms.
   *
   * @param heapBytes the most that this process may use
   */
  static long mostUnpacked(long heapBytes) {
    return Math.min(MOST_UNPACKED, heapBytes / 16);
  }

  private final HttpParts parts;

  RegistryRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> read(Call call) {
    String district = call.person().district();
    return parts
        .evidence()
        .audit()
        .append(call.actor(), "registry-export", "registry", Map.of("district", district))
        .compose(
            row ->
                parts
                    .vertx()
                    .executeBlocking(
                        () -> zipOf(DistrictRegistry.of(parts.registry().get(), district)), false))
        .map(zip -> Answer.file("application/zip", "registry.zip", Buffer.buffer(zip)));
  }

  private static byte[] zipOf(Registry part) {
    return RegistryUpload.zip(RegistryWriter.write(part));
  }

  Future<Answer> change(Call call) {
    CoordinateSystem coordinates = coordinates(call.text("coordinates"));
    ImportMode mode = call.text("mode").equals("replace") ? ImportMode.REPLACE : ImportMode.MERGE;
    boolean dryRun = Boolean.parseBoolean(call.text("dryRun"));
    return parts
        .vertx()
        .executeBlocking(() -> unzip(call.bytes()), false)
        .map(files -> new RegistryStore.Request(files, coordinates, mode, dryRun))
        .compose(request -> parts.imports().apply(request, call.person()))
        .map(
            report ->
                Answer.json(report.problemCount() > 0 ? 422 : 200, report.answer())
                    .with("Cache-Control", "no-store"))
        .recover(failure -> Future.failedFuture(refused(failure)));
  }

  private static List<RegistryFile> unzip(Buffer body) {
    try {
      return RegistryUpload.unzip(body.getBytes(), mostUnpacked(Runtime.getRuntime().maxMemory()));
    } catch (IllegalArgumentException unusable) {
      throw Problem.invalid("body", String.valueOf(unusable.getMessage()));
    }
  }

  private static CoordinateSystem coordinates(String word) {
    return Arrays.stream(CoordinateSystem.values())
        .filter(system -> system.wireName().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.invalid("coordinates", "is unknown"));
  }

  private static Throwable refused(Throwable failure) {
    if (!(failure instanceof ImportRefused refusal)) {
      return failure;
    }
    String why = String.valueOf(refusal.getMessage());
    return refusal.reason() == ImportRefused.Reason.FORBIDDEN
        ? Problem.forbidden(why, "Nothing was changed.")
        : new Problem(409, "import-refused", "The import was refused", why, "Nothing was changed.");
  }
}
