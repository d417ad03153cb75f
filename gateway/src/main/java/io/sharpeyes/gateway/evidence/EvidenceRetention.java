package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Handling;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.Page;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the evidence of incidents that were closed long enough ago, unless they are held: first
 * the files, then the event that says so, so that a crash between the two only makes the next round
 * delete once more what is gone. Any thread; never blocks.
 */
final class EvidenceRetention {

  private static final Logger log = LoggerFactory.getLogger(EvidenceRetention.class);

  private static final int INCIDENTS_AT_ONCE = 50;
  private static final int FILES_AT_ONCE = 200;

  private final EvidenceStore store;
  private final Journal journal;
  private final Duration keep;
  private final InstantSource clock;
  private final LongAdder deleted = new LongAdder();

  /**
   * Makes one.
   *
   * @param keep how long evidence is kept after closing
   */
  EvidenceRetention(EvidenceStore store, Journal journal, Duration keep, InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.keep = keep;
    this.clock = clock;
  }

  Duration keep() {
    return keep;
  }

  /** Pieces deleted since the start. */
  long deletedTotal() {
    return deleted.sum();
  }

  /** Deletes all that is due, a few incidents after the other. */
  Future<Void> round() {
    return from(clock.instant().minus(keep), null);
  }

  private Future<Void> from(Instant closedBefore, @Nullable String after) {
    return journal
        .tables()
        .evidenceDue(closedBefore, after, INCIDENTS_AT_ONCE)
        .compose(page -> some(closedBefore, page));
  }

  private Future<Void> some(Instant closedBefore, Page<String> page) {
    Future<Void> done = Future.succeededFuture();
    for (String incident : page.items()) {
      done = done.compose(before -> ofIncident(incident, closedBefore));
    }
    String next = page.next();
    return next == null ? done : done.compose(before -> from(closedBefore, next));
  }

  /** One that fails doesn't keep the others. */
  private Future<Void> ofIncident(String id, Instant closedBefore) {
    if (!store.reserve(id)) {
      return Future.succeededFuture(); // Somebody holds it at this moment; the next round sees.
    }
    return journal
        .incident(id)
        .compose(
            found ->
                found
                    .filter(incident -> isDue(incident, closedBefore))
                    .map(this::unlessHeld)
                    .orElseGet(Future::succeededFuture))
        .onComplete(done -> store.release(id))
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("incident", id)
                  .setCause(failure)
                  .log("evidence that is over its time could not be deleted; it is tried again");
              return Future.succeededFuture();
            });
  }

  private static boolean isDue(Incident incident, Instant closedBefore) {
    return incident.handling() instanceof Handling.Closed closed
        && closed.since().isBefore(closedBefore);
  }

  private Future<Void> unlessHeld(Incident incident) {
    return store
        .state(incident.id())
        .compose(
            state ->
                state.isHeld()
                    ? Future.succeededFuture()
                    : deleteAll(incident, new ArrayList<>(state.pieces())));
  }

  private Future<Void> deleteAll(Incident incident, List<EvidencePiece> pieces) {
    if (pieces.isEmpty()) {
      return Future.succeededFuture();
    }
    List<EvidencePiece> batch =
        List.copyOf(pieces.subList(0, Math.min(FILES_AT_ONCE, pieces.size())));
    List<EvidencePiece> rest = pieces.subList(batch.size(), pieces.size());
    return store
        .workers()
        .run(() -> deleteFiles(incident.id(), batch))
        .compose(
            gone ->
                journal.append(
                    store.event(
                        incident,
                        EvidenceState.DELETED,
                        Map.of(
                            "incident", incident.id(),
                            "reason", "retention",
                            "files", batch.stream().map(EvidencePiece::data).toList(),
                            "left", rest.size()))))
        .compose(
            stored -> {
              deleted.add(batch.size());
              return deleteAll(incident, rest);
            });
  }

  private int deleteFiles(String incident, List<EvidencePiece> batch) throws IOException {
    for (EvidencePiece piece : batch) {
      store.folder().delete(incident, piece.file());
    }
    store.folder().deleted(incident);
    return batch.size();
  }
}
