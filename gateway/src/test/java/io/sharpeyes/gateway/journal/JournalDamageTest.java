package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A start on damaged files says what is damaged, and never begins empty. */
@SuppressWarnings("NullAway.Init")
class JournalDamageTest {

  @TempDir Path temp;
  private Path folder;
  private JournalFixture fixture;

  @BeforeEach
  void fill() throws Exception {
    folder = temp.resolve("journal");
    fixture = new JournalFixture(folder, 50);
    Journal journal = fixture.open();
    for (int i = 0; i < 40; i++) {
      await(journal.press(fixture.village.fullPress(i, "1")));
    }
    JournalFixture.until("tables", () -> journal.tables().behind() == 0);
    await(journal.close());
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void deleteSnapshots() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains("snapshot-")).toList()) {
        Files.delete(file);
      }
    }
  }

  private void sql(String sql) throws Exception {
    try (Connection connection = Sqlite.single(file("log.db"), SynchronousMode.FULL)) {
      Sqlite.execute(connection, sql);
    }
  }

  private void refuses(String... words) {
    assertThatThrownBy(fixture::open)
        .cause()
        .isInstanceOf(DamagedJournal.class)
        .message()
        .contains(words)
        .contains("restore a backup");
  }

  @Test
  void aMissingLogIsNoReasonToBeginEmpty() throws Exception {
    Files.delete(file("log.db"));
    refuses("log.db", "missing");
    assertThat(file("log.db")).doesNotExist();
  }

  @Test
  void aMissingLogIsNoticedByItsSnapshotAlone() throws Exception {
    Files.delete(file("log.db"));
    Files.delete(file("tables.db"));
    refuses("log.db", "missing");
  }

  @Test
  void anEmptiedLogIsNoReasonToBeginEmpty() throws Exception {
    Files.write(file("log.db"), new byte[0]);
    refuses("log.db", "empty");
  }

  @Test
  void anOverwrittenHeaderIsNamed() throws Exception {
    overwrite(file("log.db"), 0, "garbage!");
    refuses("log.db", "does not begin as a database does");
  }

  @Test
  void aDamagedPageIsNamed() throws Exception {
    overwrite(file("log.db"), 4096 * 3, "garbage! garbage! garbage!");
    refuses("log.db", "damaged");
  }

  @Test
  void aCutLogIsNamed() throws Exception {
    try (RandomAccessFile log = new RandomAccessFile(file("log.db").toFile(), "rw")) {
      log.setLength(log.length() / 2);
    }
    refuses("log.db", "damaged");
  }

  @Test
  void anOlderLogUnderANewerSnapshotIsNamed() throws Exception {
    sql("DELETE FROM log WHERE sequence > 30");
    refuses("ends at sequence number 30", "lost its end");
    deleteSnapshots();
    refuses("ends at sequence number 30", "tables.db has had", "lost its end");
  }

  @Test
  void aMissingRowIsNamed() throws Exception {
    deleteSnapshots();
    sql("DELETE FROM log WHERE sequence = 17");
    refuses("sequence number 17 is missing");
  }

  @Test
  void aChangedRowIsNamed() throws Exception {
    deleteSnapshots();
    sql("UPDATE log SET district = 'v9' WHERE sequence = 17");
    refuses("sequence number 17", "checksum");
    assertThatThrownBy(() -> JournalBackup.verify(file("log.db")))
        .hasMessageContaining("sequence number 17");
  }

  @Test
  void aLogOfALaterVersionIsNotTouched() throws Exception {
    sql("PRAGMA user_version = 99");
    refuses("later version", "schema 99");
  }

  @Test
  void anotherProgramsDatabaseIsNotTouched() throws Exception {
    sql("PRAGMA application_id = 7");
    refuses("not a file of this gateway");
  }

  @Test
  void damagedSnapshotsArePassedOver() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains("snapshot-")).toList()) {
        overwrite(file, 100, "garbage");
      }
    }
    Journal journal = fixture.open();
    assertThat(journal.open()).hasSize(40);
    await(journal.close());
  }

  @Test
  void aSecondGatewayIsKeptOut() throws Exception {
    Journal first = fixture.open();
    assertThatThrownBy(fixture::open)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use by another gateway")
        .hasMessageContaining("" + ProcessHandle.current().pid());
    await(first.press(fixture.village.press(0, "still works")));
    await(first.close());
  }

  @Test
  void aWriteAheadLogDamagedInItsMiddleIsToldFromATornOne() throws Exception {
    Path copy = copyWithWal();
    Path wal = copy.resolve("log.db-wal");
    long length = Files.size(wal);
    try (JournalFixture copied = new JournalFixture(copy, 50)) {
      try (RandomAccessFile torn = new RandomAccessFile(wal.toFile(), "rw")) {
        torn.setLength(length - 1_000);
      }
      WalCheck.check(wal);
      overwrite(wal, length / 2, "garbage! garbage!");
      assertThatThrownBy(copied::open)
          .cause()
          .isInstanceOf(DamagedJournal.class)
          .hasMessageContaining("log.db-wal is damaged: frame ");
      overwrite(wal, 8, "garbage!");
      assertThatThrownBy(copied::open).cause().hasMessageContaining("its header is no header");
    }
  }

  @Test
  void aMissingWriteAheadLogIsNoticedByTheTables() throws Exception {
    Path copy = copyWithWal();
    Files.delete(copy.resolve("log.db-wal"));
    try (JournalFixture copied = new JournalFixture(copy, 50)) {
      assertThatThrownBy(copied::open)
          .cause()
          .isInstanceOf(DamagedJournal.class)
          .hasMessageContaining("the log has lost its end");
    }
  }

  /** The files as a killed process leaves them: with a write-ahead log. */
  private Path copyWithWal() throws Exception {
    Path copy = Files.createDirectory(temp.resolve("copy"));
    Journal journal = fixture.open();
    for (int i = 0; i < 40; i++) {
      await(journal.press(fixture.village.fullPress(i, "2")));
    }
    JournalFixture.until("tables", () -> journal.tables().behind() == 0);
    for (String name : List.of("log.db", "log.db-wal", "tables.db", "tables.db-wal")) {
      Files.copy(file(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    await(journal.close());
    return copy;
  }

  private static void overwrite(Path file, long at, String text) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
