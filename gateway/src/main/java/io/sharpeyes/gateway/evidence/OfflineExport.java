package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Writes a package where no gateway runs, for who has the machine itself: the row in the audit
 * comes first here too. Blocks.
 */
public final class OfflineExport {

  private final Path evidence;
  private final Keys keys;
  private final AuditLog audit;
  private final Function<StoredEvent, Buffer> json;

  /**
   * Makes one.
   *
   * @param evidence {@code <data>/evidence}
   * @param json an event as it is given out
   */
  public OfflineExport(
      Path evidence, Keys keys, AuditLog audit, Function<StoredEvent, Buffer> json) {
    this.evidence = evidence;
    this.keys = keys;
    this.audit = audit;
    this.json = json;
  }

  /**
   * Writes a package.
   *
   * @param incidentJson the incident
   * @param events all that are about it
   * @param reason why, for the audit
   * @param target a file that doesn't exist
   * @return how many pictures are in it
   * @throws IOException whose message says what is wrong
   */
  public int write(
      String incident,
      Buffer incidentJson,
      List<StoredEvent> events,
      Actor by,
      String reason,
      Instant now,
      Path target)
      throws IOException, SQLException, InterruptedException {
    List<EvidencePiece> pieces = EvidenceState.of(events).pieces();
    try {
      audit
          .append(by, "export", incident, Map.of("pieces", pieces.size(), "offline", reason))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      throw new IOException("No package without a row in the audit: " + e.getCause(), e);
    }
    PackageParts parts =
        new PackageParts(
            incident,
            incidentJson,
            events.stream().map(json).toList(),
            pieces,
            audit.extract(incident),
            now,
            by,
            keys);
    EvidenceFolder folder = new EvidenceFolder(evidence);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
      PackageWriter.write(parts, folder::of, out);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return pieces.size();
  }
}
