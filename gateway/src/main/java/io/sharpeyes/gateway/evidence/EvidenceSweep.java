package io.sharpeyes.gateway.evidence;

import io.sharpeyes.device.video.ClipFile;
import io.sharpeyes.gateway.journal.Journal;
import io.vertx.core.Future;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the folder right after a crash. A piece whose writer died is made good and stored, as far as
 * it is whole: the seconds before a press don't come again. What can't be made good is deleted. A
 * folder of an incident that the log doesn't know is deleted when it is older than evidence may be;
 * until then it is left, because an older backup of the log may have been put back. Any thread;
 * never blocks.
 */
final class EvidenceSweep {

  private static final Logger log = LoggerFactory.getLogger(EvidenceSweep.class);

  private final EvidenceStore store;
  private final Journal journal;
  private final Duration keep;
  private final InstantSource clock;

  EvidenceSweep(EvidenceStore store, Journal journal, Duration keep, InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Looks at every folder, one after the other.
   *
   * @param thorough also at files that no note lies beside: at the start; later they are known
   */
  Future<Void> round(boolean thorough) {
    return store
        .workers()
        .run(() -> store.folder().incidents())
        .compose(
            names -> {
              Future<Void> done = Future.succeededFuture();
              for (String name : names) {
                // Whatever else lies there (lost+found) is nobody's business.
                if (EvidencePiece.isIncident(name)) {
                  done = done.compose(before -> incident(name, thorough));
                }
              }
              return done;
            });
  }

  private Future<Void> incident(String id, boolean thorough) {
    return journal
        .incident(id)
        .compose(found -> found.isPresent() ? known(id, thorough) : unknown(id))
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("incident", id)
                  .setCause(failure)
                  .log("a folder of evidence could not be put right; it is tried again");
              return Future.succeededFuture();
            });
  }

  private Future<Void> unknown(String id) {
    Instant before = clock.instant().minus(keep);
    return store
        .workers()
        .run(
            () -> {
              for (String name : store.folder().files(id)) {
                Path file = store.folder().of(id).resolve(name);
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                  log.atWarn()
                      .addKeyValue("incident", id)
                      .log(
                          "there is evidence of an incident that isn't in the log; was an older"
                              + " backup put back? It is deleted when it is over its time");
                  return null;
                }
              }
              for (String name : store.folder().files(id)) {
                store.folder().delete(id, name);
              }
              store.folder().deleted(id);
              log.atInfo().addKeyValue("incident", id).log("evidence of no incident was deleted");
              return null;
            });
  }

  private Future<Void> known(String id, boolean thorough) {
    // What is on its way now may be stored by the time the log is asked; so it is asked afterwards.
    return store
        .workers()
        .run(() -> leftovers(id, thorough))
        .compose(
            left ->
                left.isEmpty()
                    ? Future.succeededFuture()
                    : store.state(id).compose(state -> putRight(id, left, state)));
  }

  /** The files, by their proper names, that nobody is writing and that may be left over. */
  private Set<String> leftovers(String id, boolean thorough) throws IOException {
    Set<String> bases = new HashSet<>();
    for (String name : store.folder().files(id)) {
      String base = EvidenceFolder.base(name);
      boolean suspect = thorough || !name.equals(base);
      if (suspect && !store.isOnItsWay(store.folder().of(id).resolve(base))) {
        bases.add(base);
      }
    }
    return bases;
  }

  private Future<Void> putRight(String id, Set<String> left, EvidenceState state) {
    Set<String> stored =
        state.pieces().stream().map(EvidencePiece::file).collect(Collectors.toSet());
    Future<Void> done = Future.succeededFuture();
    for (String file : List.copyOf(left)) {
      done =
          done.compose(before -> stored.contains(file) ? forgetNote(id, file) : madeGood(id, file));
    }
    return done;
  }

  private Future<Void> forgetNote(String id, String file) {
    return store
        .workers()
        .run(
            () -> {
              store.folder().forgetNote(id, file);
              return null;
            });
  }

  private Future<Void> madeGood(String id, String file) {
    return store
        .workers()
        .run(() -> salvaged(id, file))
        .compose(piece -> piece.map(store::store).orElseGet(() -> deleted(id, file)));
  }

  /** The piece that a file was to be, as far as it is whole; nothing if nothing of it is. */
  private Optional<EvidencePiece> salvaged(String id, String file) throws IOException {
    if (!EvidencePiece.isFile(file)) {
      return Optional.empty();
    }
    try {
      Placed placed = store.folder().noted(id, file);
      boolean clip = placed.kind() == EvidencePiece.Kind.CLIP;
      String sha256 = clip ? ClipFile.salvage(placed.path()) : ClipFile.sha256(placed.path());
      Instant written = Files.getLastModifiedTime(placed.path()).toInstant();
      Instant to = clip && written.isAfter(placed.from()) ? written : placed.from();
      log.atInfo()
          .addKeyValue("incident", id)
          .addKeyValue("camera", placed.camera())
          .log("a piece of evidence whose writer died was made good");
      String mediaType = clip ? "video/mp4" : "image/jpeg";
      return Optional.of(placed.piece(sha256, Files.size(placed.path()), mediaType, to));
    } catch (NoSuchFileException | EOFException nothingWhole) {
      return Optional.empty();
    }
  }

  private Future<Void> deleted(String id, String file) {
    return store
        .workers()
        .run(
            () -> {
              store.folder().delete(id, file);
              store.folder().deleted(id);
              return null;
            });
  }
}
