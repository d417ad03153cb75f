package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.incident.Outcome;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Measures a start on a large log. Run by hand: {@code JournalStartBench FOLDER fill INCIDENTS},
 * then in a new JVM {@code JournalStartBench FOLDER open}. The log is left as a {@code kill -9}
 * leaves it: nearly a whole snapshot's distance after the last snapshot, with a write-ahead log.
 */
final class JournalStartBench {

  private static final int SITES = 20_000;
  private static final int TAIL = 49_000;

  private JournalStartBench() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (args[1].equals("fill")) {
      fill(folder, Integer.parseInt(args[2]));
      // As a kill does it: nothing is closed.
      Runtime.getRuntime().halt(0);
    }
    long start = System.nanoTime();
    Vertx vertx = Vertx.vertx();
    Village village = new Village(SITES);
    CaseBook book = village.book();
    System.out.printf("before opening: %.2f s%n", (System.nanoTime() - start) / 1e9);
    long opening = System.nanoTime();
    Journal journal =
        JournalFixture.await(
            Journal.open(
                vertx,
                JournalFixture.settings(folder, 0, 50_000),
                book,
                InstantSource.system(),
                e -> System.exit(1)));
    System.out.printf(
        "opened in %.2f s: %d events, %d open incidents%n",
        (System.nanoTime() - opening) / 1e9, journal.lastSequence(), journal.open().size());
    long pressing = System.nanoTime();
    JournalFixture.await(journal.press(village.press(0, "after the start")));
    System.out.printf("first press stored in %.2f s%n", (System.nanoTime() - pressing) / 1e9);
    System.out.printf("tables behind by %d events%n", journal.tables().behind());
    Runtime.getRuntime().halt(0);
  }

  private static void fill(Path folder, int incidents) throws Exception {
    Files.createDirectories(folder);
    Village village = new Village(SITES);
    CaseBook book = village.book();
    SqliteLog log = SqliteLog.open(folder.resolve("log.db"), SynchronousMode.NORMAL);
    Instant now = Instant.now().minus(Duration.ofDays(100));
    Duration step = Duration.ofDays(100).dividedBy(incidents + 1L);
    String id;
    try (LogReader reader = new LogReader(folder.resolve("log.db"))) {
      id = reader.id();
    }
    Snapshots snapshots = new Snapshots(folder, id);
    long tailFrom = incidents - TAIL / 5L;
    for (int i = 0; i < incidents; i++) {
      now = now.plus(step);
      int site = (int) (i * 7_919L % SITES);
      Outcome<PressResult> pressed = book.press(village.press(site, "p" + i), now);
      append(log, pressed);
      if (i < incidents - 2_000) {
        String incident = pressed.result().incidentId();
        append(log, book.command(Village.command(incident, new IncidentAction.Claim()), null, now));
        append(log, book.command(Village.command(incident, JournalTest.closing()), null, now));
      }
      if (i % 2_000 == 1_999 || i == incidents - 1) {
        log.commit();
        book.commit();
      }
      if (i % 20_000 == 19_999 && i < tailFrom) {
        log.settle();
        System.out.println(i + 1);
      }
      if (i == tailFrom / 2_000 * 2_000 + 1_999) {
        snapshots.write(new Snapshots.Snapshot(log.committed(), book.image().get()));
        System.out.println("snapshot at " + log.committed());
      }
    }
    System.out.println("events " + log.committed());
  }

  private static void append(SqliteLog log, Outcome<?> outcome) throws Exception {
    for (Event event : outcome.events()) {
      log.append(event, IncidentJson.write(event.data()));
    }
  }
}
