package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.journal.DiskRoom;
import io.sharpeyes.gateway.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether there is room for pictures. They stop long before alarms do: below the free space
 * that is kept for the journal, and as soon as the journal had to give up its reserve.
 */
final class EvidenceRoom {

  private static final Logger log = LoggerFactory.getLogger(EvidenceRoom.class);
  private static final long LOOK_EVERY_MS = 1_000;

  private final Vertx vertx;
  private final EvidenceWorkers workers;
  private final Path folder;
  private final Journal journal;
  private final long minFreeBytes;
  private final InstantSource clock;
  private volatile long freeBytes = Long.MAX_VALUE;
  private volatile @Nullable Instant fullSince;
  private long timer = -1;

  EvidenceRoom(
      Vertx vertx,
      EvidenceWorkers workers,
      Path folder,
      Journal journal,
      long minFreeBytes,
      InstantSource clock) {
    this.vertx = vertx;
    this.workers = workers;
    this.folder = folder;
    this.journal = journal;
    this.minFreeBytes = minFreeBytes;
    this.clock = clock;
  }

  /** Looks now, and every second from now on. */
  Future<Void> start() {
    journal.onDiskRoom(room -> judge(room, freeBytes));
    timer = vertx.setPeriodic(LOOK_EVERY_MS, tick -> look());
    return look();
  }

  private Future<Void> look() {
    return workers
        .run(this::measured)
        .onSuccess(
            free -> {
              freeBytes = free;
              judge(journal.diskRoom(), free);
            })
        .onFailure(
            failure -> log.atWarn().setCause(failure).log("the free space can't be measured"))
        .mapEmpty();
  }

  private long measured() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  private synchronized void judge(DiskRoom room, long free) {
    boolean full = room != DiskRoom.ENOUGH || free < minFreeBytes;
    if (full && fullSince == null) {
      fullSince = clock.instant();
      log.atError()
          .addKeyValue("freeBytes", free)
          .addKeyValue("minFreeBytes", minFreeBytes)
          .log("the disk has no room for pictures any more: none is recorded; make room");
    } else if (!full && fullSince != null) {
      fullSince = null;
      log.atInfo().addKeyValue("freeBytes", free).log("there is room for pictures again");
    }
  }

  /** Since when there is no room; null while there is. Any thread. */
  @Nullable Instant fullSince() {
    return fullSince;
  }

  /** As last measured. Any thread. */
  long freeBytes() {
    return freeBytes;
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
