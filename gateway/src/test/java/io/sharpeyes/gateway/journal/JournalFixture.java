package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.CaseBook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Opens and closes journals for a test. */
final class JournalFixture implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final Village village;
  final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private final JournalSettings settings;

  JournalFixture(Path folder, int sites) {
    this(settings(folder, 0, 50_000), sites);
  }

  JournalFixture(JournalSettings settings, int sites) {
    this.settings = settings;
    this.village = new Village(sites);
  }

  /** Settings without the reserve of 256 MB, which would be written for each test. */
  static JournalSettings settings(Path folder, long reserveBytes, int snapshotEvents) {
    JournalSettings base = JournalSettings.in(folder);
    return new JournalSettings(
        folder,
        base.alarmLane(),
        base.commandLane(),
        base.eventLane(),
        base.readQueue(),
        base.walLimitBytes(),
        reserveBytes,
        snapshotEvents,
        Duration.ofHours(1),
        Duration.ZERO);
  }

  Path folder() {
    return settings.folder();
  }

  Journal open() throws Exception {
    return open(village.book());
  }

  Journal open(CaseBook book) throws Exception {
    return await(Journal.open(vertx, settings, book, InstantSource.system(), fatal::add));
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Waits until something holds. */
  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within 20 s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
