package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.GatewayClock;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The life of the writer's thread: opens the files, takes the log back into the case book, writes
 * until the journal is closed or the disk fails, and closes the files.
 */
final class JournalThread implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(JournalThread.class);

  /** The tables wait while more alarms than this do. */
  private static final int MANY_ALARMS = 64;

  private final JournalSettings settings;
  private final SynchronousMode synchronous;
  private final CaseBook book;
  private final InstantSource clock;
  private final Consumer<Throwable> onFatal;
  private final Context context;
  private final Promise<Journal> opened = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private final JournalStats stats = new JournalStats();
  private final Listeners listeners = new Listeners();
  private final Lanes lanes;
  private final AtomicBoolean failed = new AtomicBoolean();

  JournalThread(
      JournalSettings settings,
      SynchronousMode synchronous,
      CaseBook book,
      InstantSource clock,
      Consumer<Throwable> onFatal,
      Context context) {
    this.settings = settings;
    this.synchronous = synchronous;
    this.book = book;
    this.clock = clock;
    this.onFatal = onFatal;
    this.context = context;
    this.lanes = new Lanes(settings);
  }

  /** Completes when the journal may be used; fails with the reason why it may not. */
  Promise<Journal> opened() {
    return opened;
  }

  @Override
  public void run() {
    DiskReserve reserve = new DiskReserve(settings.folder(), settings.reserveBytes());
    DiskGuard disk = new DiskGuard(reserve, listeners);
    BooleanSupplier busy =
        () -> disk.room() != DiskRoom.ENOUGH || lanes.depth(Lanes.Lane.ALARMS) > MANY_ALARMS;
    try {
      disk.makeRoomToStart();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the reserve for a full disk could not be given up");
    }
    try (OpenFiles files = OpenFiles.open(settings, synchronous, stats, busy, this::fail)) {
      Recovery recovery = new Recovery(files, book);
      long snapshot = recovery.run();
      // Not earlier: it would take a core from what presses wait for.
      files.follower().start();
      Instant newest = book.newestEventAt();
      if (clock instanceof GatewayClock own) {
        // Somebody may have set the wall clock back meanwhile: what is due must not wait for it.
        own.noEarlierThan(newest);
      }
      book.started(clock.instant());
      Writer writer = new Writer(files, book, lanes, clock, context, disk, listeners, stats);
      try (Keeper keeper = new Keeper(settings, files, writer, disk, clock, newest, snapshot)) {
        keeper.start();
        Journal journal =
            new Journal(context, lanes, writer, files, keeper, disk, book, listeners, stats, ended);
        context.runOnContext(v -> opened.complete(journal));
        write(writer);
      }
      if (!failed.get()) {
        lastSnapshot(files);
      }
    } catch (IOException | SQLException | RuntimeException e) {
      context.runOnContext(v -> opened.tryFail(e));
    }
    context.runOnContext(v -> ended.complete());
  }

  /** Makes the next start quick. */
  private void lastSnapshot(OpenFiles files) {
    long sequence = files.rows().committed();
    try {
      if (sequence > 0) {
        files.snapshots().write(new Snapshots.Snapshot(sequence, book.image().get()));
      }
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the last snapshot could not be written");
    }
  }

  private void write(Writer writer) {
    try {
      writer.run();
    } catch (SQLException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** The disk failed, or we did: nothing more can be stored by this process. Any thread. */
  private void fail(Throwable cause) {
    lanes.abort();
    if (failed.compareAndSet(false, true)) {
      log.atError()
          .setCause(cause)
          .addKeyValue("folder", settings.folder())
          .log("storing alarms failed: the gateway stops; check the disk, then start it again");
      onFatal.accept(
          new IOException(
              "Storing alarms in "
                  + settings.folder()
                  + " failed ("
                  + cause.getMessage()
                  + "), and what was written last may be gone: check the disk, then start again",
              cause));
    }
  }
}
