package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the pictures of incidents lie: {@code <data>/evidence/<incident>/}. What there is stands in
 * the log ({@code evidence.stored}, {@code evidence.deleted}) and nowhere else; a file that no
 * event names is no evidence. Any thread; nothing blocks the caller.
 *
 * <p>A piece goes the way {@link #place} → whoever writes the file → {@link #store}; or all at once
 * with {@link #write}.
 */
public final class EvidenceStore {

  private static final Logger log = LoggerFactory.getLogger(EvidenceStore.class);

  /** Pieces that may be on their way at once. */
  private static final int MOST_ON_THEIR_WAY = 4_096;

  private static final int PAGE = 500;

  private final EvidenceFolder folder;
  private final EvidenceWorkers workers;
  private final EvidenceRoom room;
  private final Journal journal;
  private final InstantSource clock;
  private final Set<Path> onTheirWay = ConcurrentHashMap.newKeySet();
  private final Set<String> reserved = ConcurrentHashMap.newKeySet();
  private final LongAdder stored = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private final LongAdder refusedForRoom = new LongAdder();

  /**
   * Makes one; {@link #start} makes it work.
   *
   * @param root {@code <data>/evidence}
   * @param minFreeBytes with less free space than this no picture is stored
   */
  public EvidenceStore(
      Vertx vertx, Path root, Journal journal, long minFreeBytes, InstantSource clock) {
    this.folder = new EvidenceFolder(root);
    this.workers = new EvidenceWorkers(vertx);
    this.room = new EvidenceRoom(vertx, workers, folder.root(), journal, minFreeBytes, clock);
    this.journal = journal;
    this.clock = clock;
  }

  /** Makes the folder and looks how much room there is. */
  public Future<Void> start() {
    return workers
        .run(
            () -> {
              folder.make();
              return null;
            })
        .compose(made -> room.start());
  }

  /** Says whether pictures may be stored: they stop before alarms do. */
  public boolean hasRoom() {
    return room.fullSince() == null;
  }

  /** Since when there is no room for pictures; null while there is. */
  public @Nullable Instant fullSince() {
    return room.fullSince();
  }

  /**
   * Finds a place for a piece that is about to be written. Whoever asks must call {@link #store} or
   * {@link #abandon} in the end.
   *
   * @return fails with {@link EvidenceRefused} if there is no room, or too much is on its way
   */
  public Future<Placed> place(
      String incident, String camera, EvidencePiece.Kind kind, Instant from) {
    if (!hasRoom()) {
      refusedForRoom.increment();
      return Future.failedFuture(
          EvidenceRefused.later(
              "no-room", "the disk has no room for pictures; make room, they go on then"));
    }
    if (onTheirWay.size() >= MOST_ON_THEIR_WAY) {
      return Future.failedFuture(
          EvidenceRefused.later(
              "at-work", "too many pictures are being written; try again in a moment"));
    }
    Placed placed;
    try {
      placed = folder.find(incident, camera, kind, from);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    // Before there is anything on the disk, so that no sweep ever takes it for a leftover.
    onTheirWay.add(placed.path());
    return workers
        .run(
            () -> {
              folder.place(placed);
              return placed;
            })
        .onFailure(failure -> onTheirWay.remove(placed.path()));
  }

  /** Says whether somebody is about to write or store a file. */
  boolean isOnItsWay(Path file) {
    return onTheirWay.contains(file);
  }

  EvidenceFolder folder() {
    return folder;
  }

  EvidenceWorkers workers() {
    return workers;
  }

  /**
   * Keeps others from deleting or holding an incident's evidence until {@link #release}.
   *
   * @return false if another does so already
   */
  boolean reserve(String incident) {
    return reserved.add(incident);
  }

  void release(String incident) {
    reserved.remove(incident);
  }

  /**
   * Stores a piece whose file is written: it is on disk, with its name, and in the log when the
   * future succeeds.
   */
  public Future<Void> store(EvidencePiece piece) {
    return workers
        .run(
            () -> {
              folder.sync(piece);
              return null;
            })
        .compose(synced -> journal.incident(piece.incident()))
        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> unknown(piece)))
        .compose(incident -> journal.append(event(incident, EvidenceState.STORED, piece.data())))
        .compose(sequence -> stored(piece))
        .onComplete(done -> onTheirWay.remove(folder.of(piece)));
  }

  private static Future<Incident> unknown(EvidencePiece piece) {
    return Future.failedFuture(
        EvidenceRefused.state(
            "not-stored", "there is no incident " + piece.incident() + " to store evidence of"));
  }

  private Future<Void> stored(EvidencePiece piece) {
    stored.increment();
    storedBytes.add(piece.bytes());
    return workers
        .run(
            () -> {
              folder.forgetNote(piece.incident(), piece.file());
              return null;
            })
        .recover(
            failure -> {
              // The next sweep takes it away.
              log.atDebug().setCause(failure).log("a note of evidence could not be deleted");
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  /** Gives up a piece that could not be written: what is there of it is deleted. */
  public Future<Void> abandon(Placed placed) {
    return workers
        .<Void>run(
            () -> {
              folder.delete(placed.incident(), placed.file());
              folder.deleted(placed.incident());
              return null;
            })
        .onComplete(done -> onTheirWay.remove(placed.path()));
  }

  /**
   * Writes a whole piece and stores it.
   *
   * @param content not to be changed any more
   */
  public Future<EvidencePiece> write(
      String incident,
      String camera,
      EvidencePiece.Kind kind,
      String mediaType,
      Instant from,
      Instant to,
      byte[] content) {
    return place(incident, camera, kind, from)
        .compose(
            placed ->
                workers
                    .run(() -> written(placed, mediaType, to, content))
                    .recover(
                        failure -> abandon(placed).transform(x -> Future.failedFuture(failure))))
        // What is written but got no answer from the log is left to the next sweep, which knows.
        .compose(piece -> store(piece).map(piece));
  }

  private EvidencePiece written(Placed placed, String mediaType, Instant to, byte[] content)
      throws IOException {
    folder.write(placed, content);
    return placed.piece(sha256(content), content.length, mediaType, to);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What there is of an incident, in the order in which it was stored. */
  public Future<List<EvidencePiece>> of(String incident) {
    return state(incident).map(EvidenceState::pieces);
  }

  /** What the log says about an incident's evidence. */
  public Future<EvidenceState> state(String incident) {
    return events(incident, 0, new ArrayList<>()).map(EvidenceState::of);
  }

  private Future<List<StoredEvent>> events(String incident, long after, List<StoredEvent> read) {
    return journal
        .timeline(incident, EvidenceState.FAMILY, after, PAGE)
        .compose(
            page -> {
              read.addAll(page);
              return page.size() < PAGE
                  ? Future.succeededFuture(read)
                  : events(incident, page.get(page.size() - 1).sequence(), read);
            });
  }

  /** Where a piece's file is. */
  public Path path(EvidencePiece piece) {
    return folder.of(piece);
  }

  /** An event about an incident's evidence: for desks and heads of its districts, nobody else. */
  Event event(Incident incident, String type, Object data) {
    return event(incident, type, data, clock.instant());
  }

  static Event event(Incident incident, String type, Object data, Instant at) {
    return new Event(
        type,
        incident.id(),
        at,
        incident.place().district(),
        incident.place().site(),
        incident.assignments().stream().map(Assignment::unit).collect(Collectors.toSet()),
        data);
  }

  /** Pieces stored since the start. */
  public long storedTotal() {
    return stored.sum();
  }

  /** Their bytes. */
  public long storedBytesTotal() {
    return storedBytes.sum();
  }

  /** Pieces that were refused for want of room since the start. */
  public long refusedTotal() {
    return refusedForRoom.sum() + workers.refused();
  }

  /** Free space as last measured, bytes. */
  public long freeBytes() {
    return room.freeBytes();
  }

  /** Ends the threads; what is on its way fails. */
  public Future<Void> close() {
    room.stop();
    workers.close();
    return Future.succeededFuture();
  }
}
