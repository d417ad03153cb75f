package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.vertx.core.Future;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

class JournalBackupTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @Test
  void aBackupMadeUnderLoadIsWholeAndCanBeRestored() throws Exception {
    Path folder = temp.resolve("journal");
    Path backup = temp.resolve("backup.db");
    Path other = temp.resolve("other");
    Set<String> before = new HashSet<>();
    JournalBackup.Summary summary;
    try (JournalFixture fixture = new JournalFixture(folder, 300)) {
      Journal journal = fixture.open();
      await(journal.append(registry(1)));
      pressAll(journal, fixture.village, "before");
      journal.open().forEach(incident -> before.add(incident.id()));
      AtomicBoolean stop = new AtomicBoolean();
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; !stop.get(); i++) {
                  pressAll(journal, fixture.village, "during" + i);
                }
              });
      long known = journal.lastSequence();
      summary = JournalBackup.backup(folder, backup);
      stop.set(true);
      load.join();
      await(journal.close());
      assertThat(summary.first()).isEqualTo(1);
      assertThat(summary.last()).isGreaterThanOrEqualTo(known);
    }
    assertThat(JournalBackup.verify(backup)).isEqualTo(summary);
    assertThatThrownBy(() -> JournalBackup.restore(backup, folder))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(JournalBackup.restore(backup, other)).isEqualTo(summary);
    try (JournalFixture fixture = new JournalFixture(other, 300)) {
      Journal journal = fixture.open();
      assertThat(journal.lastSequence()).isGreaterThanOrEqualTo(summary.last());
      assertThat(journal.open()).extracting(Incident::id).containsAll(before);
      assertThat(await(journal.latest("registry"))).isPresent();
      await(journal.close());
    }
  }

  private static Event registry(int version) {
    Map<String, Object> data = Map.of("version", version);
    return new Event("registry.changed", "registry", Instant.EPOCH, "", null, Set.of(), data);
  }

  private static void pressAll(Journal journal, Village village, String id) {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < village.sites(); i++) {
      all.add(journal.press(village.press(i, id)));
    }
    try {
      await(Future.all(all));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDamagedLogIsNotBackedUpAsIfItWereWhole() throws Exception {
    Path folder = temp.resolve("journal");
    Path backup = temp.resolve("backup.db");
    try (JournalFixture fixture = new JournalFixture(folder, 10)) {
      Journal journal = fixture.open();
      pressAll(journal, fixture.village, "1");
      await(journal.close());
    }
    try (var log = Sqlite.single(folder.resolve("log.db"), SynchronousMode.FULL)) {
      Sqlite.execute(log, "DELETE FROM log WHERE sequence = 7");
    }
    assertThatThrownBy(() -> JournalBackup.backup(folder, backup))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("sequence number 7 is missing");
    assertThat(backup).doesNotExist();
    assertThatThrownBy(() -> JournalBackup.verify(folder.resolve("log.db")))
        .isInstanceOf(DamagedJournal.class);
    Files.writeString(backup, "no database");
    assertThatThrownBy(() -> JournalBackup.verify(backup))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("can't be read as a log");
  }

  @Test
  void oldEventsAreDeletedButForWhatIsStillNeeded() throws Exception {
    Path folder = temp.resolve("journal");
    JournalSettings base = JournalFixture.settings(folder, 0, 1_000_000);
    JournalSettings settings =
        new JournalSettings(
            folder,
            base.alarmLane(),
            base.commandLane(),
            base.eventLane(),
            base.readQueue(),
            base.walLimitBytes(),
            0,
            base.snapshotEvents(),
            base.snapshotEvery(),
            Duration.ofDays(30));
    try (JournalFixture fixture = new JournalFixture(settings, 60)) {
      Journal journal = fixture.open();
      await(journal.append(registry(1)));
      String gone = pressAndClose(journal, fixture.village, 1);
      String stillOpen = press(journal, fixture.village, 2);
      String stillThere = pressAndClose(journal, fixture.village, 3);
      long last = journal.lastSequence();
      await(journal.close());
      // A second snapshot: retention never deletes what the older one of two needs.
      journal = fixture.open();
      await(journal.append(registry(2)));
      await(journal.close());

      InstantSource later = () -> Instant.now().plus(Duration.ofDays(40));
      // A clock that jumped may be wrong: nothing goes until events of the new time are there.
      Journal held =
          await(Journal.open(fixture.vertx, settings, fixture.village.book(), later, e -> {}));
      JournalFixture.until("looked at retention", () -> held.retentionLooked() > 0);
      assertThat(held.firstSequence()).isEqualTo(1);
      await(held.press(fixture.village.press(4, "later")));
      await(held.close());
      Journal pruned =
          await(Journal.open(fixture.vertx, settings, fixture.village.book(), later, e -> {}));
      JournalFixture.until("pruned", () -> pruned.firstSequence() > 1);
      StoredEvent first = await(pruned.read(0, 1)).get(0);
      assertThat(first.sequence()).isEqualTo(pruned.firstSequence()).isLessThan(last);
      assertThat(first.subject()).isEqualTo(stillOpen);
      assertThat(await(pruned.incident(stillOpen))).isPresent();
      assertThat(await(pruned.latest("registry"))).isPresent();
      JournalFixture.until("gone from the tables", () -> isGone(pruned, gone));
      assertThat(await(pruned.timeline(stillThere, 0, 10))).isNotEmpty();
      await(pruned.close());
      JournalBackup.Summary summary = JournalBackup.verify(folder.resolve("log.db"));
      assertThat(summary.first()).isEqualTo(first.sequence());

      Journal again = fixture.open();
      assertThat(again.open()).extracting(Incident::id).contains(stillOpen);
      await(again.close());
      assertThat(JournalBackup.backup(folder, temp.resolve("b.db")))
          .isEqualTo(JournalBackup.verify(folder.resolve("log.db")));
    }
  }

  private static String press(Journal journal, Village village, int site) throws Exception {
    return await(journal.press(village.press(site, "1"))).incidentId();
  }

  private static String pressAndClose(Journal journal, Village village, int site) throws Exception {
    String id = press(journal, village, site);
    await(journal.command(Village.command(id, new IncidentAction.Claim())));
    await(journal.command(Village.command(id, JournalTest.closing())));
    return id;
  }

  private static boolean isGone(Journal journal, String incident) {
    try {
      return await(journal.timeline(incident, 0, 10)).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
