package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

  private static final int SITES = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** Random work, random restarts, snapshots at random places, some of them lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aSnapshotAndTheTailAreTheWholeLog(long seed) throws Exception {
    Random random = new Random(seed);
    JournalSettings settings = JournalFixture.settings(folder, 0, 1 + random.nextInt(60));
    try (JournalFixture fixture = new JournalFixture(settings, SITES)) {
      for (int life = 0; life < 5; life++) {
        CaseBook book = fixture.village.book();
        Journal journal = fixture.open(book);
        work(journal, fixture.village, random);
        await(journal.close());
        assertThat(text(book)).isEqualTo(text(replayed(fixture.village)));
        if (random.nextInt(3) == 0) {
          deleteNewestSnapshot();
        }
      }
      assertThat(fixture.fatal).isEmpty();
    }
  }

  private static void work(Journal journal, Village village, Random random) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int site = random.nextInt(SITES);
      all.add(journal.press(village.press(site, "" + random.nextInt(200))));
      if (random.nextInt(3) == 0) {
        await(Future.join(all).transform(r -> Future.succeededFuture()));
        for (Incident incident : journal.open()) {
          all.add(journal.command(Village.command(incident.id(), action(random))));
        }
      }
    }
    await(Future.join(all).transform(r -> Future.succeededFuture()));
  }

  private static IncidentAction action(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new IncidentAction.Claim();
      case 1 -> JournalTest.closing();
      case 2 -> new IncidentAction.Assign("unit-1", "Patrol", "110");
      case 3 -> new IncidentAction.Return("shift ends");
      default -> new IncidentAction.Note("note");
    };
  }

  private CaseBook replayed(Village village) throws Exception {
    CaseBook book = village.book();
    try (LogReader reader = new LogReader(folder.resolve("log.db"))) {
      for (StoredEvent event : reader.after(0, 1_000_000)) {
        book.replay(event.type(), event.subject(), event.at(), event.json());
      }
    }
    book.commit();
    return book;
  }

  private static String text(CaseBook book) {
    return new String(book.image().get(), StandardCharsets.UTF_8);
  }

  private void deleteNewestSnapshot() throws IOException {
    List<Path> all = snapshots();
    if (!all.isEmpty()) {
      Files.delete(all.get(all.size() - 1));
    }
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().contains("snapshot-")).sorted().toList();
    }
  }

  @Test
  void snapshotsAreMadeWhileItWorksAndTwoAreKept() throws Exception {
    JournalSettings settings = JournalFixture.settings(folder, 0, 20);
    try (JournalFixture fixture = new JournalFixture(settings, SITES)) {
      Journal journal = fixture.open();
      for (int round = 0; round < 3; round++) {
        List<Path> before = snapshots();
        for (int i = 0; i < SITES; i++) {
          await(journal.press(fixture.village.press(i, round + "/" + i)));
        }
        JournalFixture.until("another snapshot", () -> differs(before));
      }
      await(journal.close());
      assertThat(snapshots()).hasSize(2);
    }
  }

  private boolean differs(List<Path> before) {
    try {
      return !snapshots().equals(before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
