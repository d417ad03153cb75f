package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final Actor WANG = new Actor("wang", "王");

  private final Path file;
  private final Keys keys = Keys.generate(NOW);

  AuditLogTest(@TempDir Path folder) {
    this.file = folder.resolve("audit.db");
  }

  private AuditLog open() throws IOException {
    return AuditLog.open(file, keys, () -> NOW);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private AuditHead fill(int rows) throws Exception {
    try (AuditLog audit = open()) {
      List<Future<Long>> stored = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        stored.add(audit.append(WANG, "camera.view", "camera-" + i, Map.of("n", i, "a", "b")));
      }
      for (Future<Long> row : stored) {
        get(row);
      }
      return audit.head();
    }
  }

  private void tamper(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  @Test
  void keepsRowsInOrderAndOverARestart() throws Exception {
    fill(700);
    try (AuditLog audit = open()) {
      assertThat(get(audit.append(WANG, "sign-in", "wang", Map.of()))).isEqualTo(701);
      List<AuditRow> newest = audit.before(Long.MAX_VALUE, 2);
      assertThat(newest)
          .containsExactly(
              new AuditRow(701, NOW, "wang", "sign-in", "wang", "{}"),
              new AuditRow(
                  700, NOW, "wang", "camera.view", "camera-699", "{\"a\":\"b\",\"n\":699}"));
      assertThat(audit.before(2, 10)).extracting(AuditRow::sequence).containsExactly(1L);
      // Beside the running writer.
      assertThat(AuditCheck.verify(file, keys, null).isSound()).isTrue();
    }
    AuditCheck.Report report = AuditCheck.verify(file, keys, null);
    assertThat(report.fault()).isNull();
    assertThat(report.rows()).isEqualTo(701);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE audit SET subject = 'camera-8' WHERE sequence = 8 | row 8 was changed",
        "UPDATE audit SET user = 'li' WHERE sequence = 1          | row 1 was changed",
        "UPDATE audit SET at = at + 1 WHERE sequence = 20         | row 20 was changed",
        "UPDATE audit SET detail = '{}' WHERE sequence = 9        | row 9 was changed",
        "UPDATE audit SET hash = upper(hash) WHERE sequence = 9   | row 9 was changed",
        "DELETE FROM audit WHERE sequence = 5                     | row 5 is missing or was moved",
        "DELETE FROM audit WHERE sequence = 1                     | row 1 is missing or was moved",
        "DELETE FROM audit WHERE sequence > 15                    | rows were cut off at the end",
        "DELETE FROM audit                                        | rows were cut off at the end",
        "UPDATE head SET count = 15                               | not signed with this key file",
        "DELETE FROM head                                         | the head was taken away",
      })
  void findsEveryChange(String sql, String fault) throws Exception {
    fill(20);
    tamper(sql);
    AuditCheck.Report report = AuditCheck.verify(file, keys, null);
    assertThat(report.isSound()).isFalse();
    assertThat(report.fault()).contains(fault);
  }

  @Test
  void findsTwoRowsThatWereSwapped() throws Exception {
    fill(20);
    tamper("UPDATE audit SET sequence = -1 WHERE sequence = 3");
    tamper("UPDATE audit SET sequence = 3 WHERE sequence = 4");
    tamper("UPDATE audit SET sequence = 4 WHERE sequence = -1");
    assertThat(AuditCheck.verify(file, keys, null).fault()).contains("row 3 was changed");
  }

  /** Whoever has the file but no key can make a chain that fits, but no head that does. */
  @Test
  void findsAChainThatWasMadeAnewFromSomewhereOn() throws Exception {
    fill(3);
    String hash = AuditRow.NOTHING_BEFORE;
    for (int i = 1; i <= 3; i++) {
      AuditRow row =
          new AuditRow(
              i,
              NOW,
              i == 2 ? "li" : "wang",
              "camera.view",
              "camera-" + (i - 1),
              "{\"a\":\"b\",\"n\":" + (i - 1) + "}");
      hash = row.hash(hash);
      tamper(
          "UPDATE audit SET user = '%s', hash = '%s' WHERE sequence = %d"
              .formatted(row.user(), hash, i));
    }
    assertThat(AuditCheck.verify(file, keys, null).fault()).isEqualTo("rows were replaced");
  }

  /** The chain itself needs no key: whoever has the file could go on with it, but for the head. */
  @Test
  void findsRowsThatSomebodyElseAdded() throws Exception {
    AuditHead head = fill(3);
    AuditRow row = new AuditRow(4, NOW, "li", "picture.live", "camera-1", "{}");
    tamper(
        "INSERT INTO audit VALUES (4, %d, 'li', 'picture.live', 'camera-1', '{}', '%s')"
            .formatted(NOW.toEpochMilli(), row.hash(head.hash())));
    assertThat(AuditCheck.verify(file, keys, null).fault()).contains("rows were added");
  }

  @Test
  void findsByPersonIncidentAndCameraAlsoInAFileOfBeforeThereWereIndexes() throws Exception {
    fill(3);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String index : List.of("user", "subject", "incident", "camera")) {
        statement.execute("DROP INDEX audit_" + index);
      }
      statement.execute("PRAGMA user_version = 1");
    }
    try (AuditLog audit = open()) {
      get(audit.append(WANG, "picture.live", "i-1", Map.of("camera", "c-1")));
      get(audit.append(WANG, "picture.clip", "c-2", Map.of("incident", "i-1")));
      get(audit.append(new Actor("li", "李"), "hold", "i-2", Map.of()));
      assertThat(sequences(audit, new AuditQuery(null, "i-1", null, null, Long.MAX_VALUE, 9)))
          .containsExactly(5L, 4L);
      assertThat(sequences(audit, new AuditQuery(null, null, "c-1", null, Long.MAX_VALUE, 9)))
          .containsExactly(4L);
      assertThat(sequences(audit, new AuditQuery("li", null, null, null, Long.MAX_VALUE, 9)))
          .containsExactly(6L);
      assertThat(sequences(audit, new AuditQuery("wang", "i-1", "c-2", null, 5, 9))).isEmpty();
      assertThat(sequences(audit, new AuditQuery(null, null, null, "hold", Long.MAX_VALUE, 9)))
          .containsExactly(6L);
      AuditExtract extract = audit.extract("i-1");
      assertThat(extract.rows()).hasSize(2).allMatch(AuditExtract.Row::isWhole);
      assertThat(extract.head()).isNotNull();
    }
    assertThat(AuditCheck.verify(file, keys, null).isSound()).isTrue();
  }

  private static List<Long> sequences(AuditLog audit, AuditQuery query) throws SQLException {
    return audit.find(query).stream().map(AuditRow::sequence).toList();
  }

  @Test
  void findsAnOlderCopyByAHeadThatWasWrittenDown() throws Exception {
    AuditHead old = fill(5);
    Path copy = file.resolveSibling("copy.db");
    Files.copy(file, copy);
    AuditHead newer = fill(5);
    assertThat(AuditCheck.verify(file, keys, newer.toString()).isSound()).isTrue();
    assertThat(AuditCheck.verify(file, keys, old.toString()).isSound()).isTrue();

    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(AuditCheck.verify(file, keys, null).isSound()).isTrue();
    assertThat(AuditCheck.verify(file, keys, newer.toString()).fault())
        .contains("an older copy was put back");
  }

  private AuditLog keeping(int days, Instant now) throws IOException {
    return AuditLog.open(file, keys, Duration.ofDays(days), () -> now);
  }

  private static Instant day(int day) {
    return NOW.plus(Duration.ofDays(day));
  }

  /** Twenty rows that are over, and five that aren't. */
  private AuditHead letTwentyLeave() throws Exception {
    AuditHead old = fill(20);
    try (AuditLog audit = keeping(0, day(178))) {
      for (int i = 0; i < 5; i++) {
        get(audit.append(WANG, "picture.live", "i-1", Map.of()));
      }
    }
    try (AuditLog audit = keeping(180, day(181))) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (audit.head().count() < 26) {
        assertThat(System.nanoTime()).as("time until rows leave").isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    return old;
  }

  @Test
  void whatIsOverLeavesAndTheRestIsSound() throws Exception {
    AuditHead old = letTwentyLeave();
    AuditCheck.Report report = AuditCheck.verify(file, keys, null);
    assertThat(report.fault()).isNull();
    assertThat(report.rows()).isEqualTo(26);
    assertThat(AuditCheck.verify(file, keys, old.toString()).fault())
        .as("a head from before is where the chain begins")
        .isNull();
    try (AuditLog audit = keeping(180, day(181))) {
      assertThat(audit.before(22, 10)).extracting(AuditRow::sequence).containsExactly(21L);
      assertThat(audit.before(27, 1))
          .extracting(AuditRow::action)
          .containsExactly("audit-retention");
      assertThat(audit.extract("i-1").rows()).hasSize(5).allMatch(AuditExtract.Row::isWhole);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM start                       | row 1 is missing",
        "UPDATE start SET count = 22             | not signed with this key file",
        "UPDATE start SET signature = (SELECT signature FROM head) | not signed with this key file",
        "DELETE FROM audit WHERE sequence = 21   | row 21 is missing",
        "DELETE FROM audit WHERE sequence > 23   | rows were cut off at the end",
        "UPDATE audit SET user = 'li' WHERE sequence = 21 | row 21 was changed",
      })
  void findsEveryChangeOfWhatIsLeft(String sql, String fault) throws Exception {
    letTwentyLeave();
    tamper(sql);
    assertThat(AuditCheck.verify(file, keys, null).fault()).contains(fault);
  }

  /** Without a key nobody makes a start out of a head that was there. */
  @Test
  void aHeadIsNoStart() throws Exception {
    AuditHead head = fill(20);
    fill(5);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement start =
            connection.prepareStatement("INSERT INTO start VALUES (1, ?, ?, ?, ?)")) {
      start.setLong(1, head.count());
      start.setString(2, head.hash());
      start.setInt(3, head.keyVersion());
      start.setBytes(4, head.signature());
      start.executeUpdate();
    }
    tamper("DELETE FROM audit WHERE sequence <= 20");
    assertThat(AuditCheck.verify(file, keys, null).fault())
        .contains("its beginning was not signed");
  }

  @Test
  void nothingLeavesWhileTheClockIsDoubted() throws Exception {
    fill(3);
    try (AuditLog audit = keeping(180, day(400))) {
      get(audit.append(WANG, "sign-in", "wang", Map.of()));
    }
    assertThat(AuditCheck.verify(file, keys, null).rows()).isEqualTo(4);
    try (AuditLog audit = open()) {
      assertThat(audit.before(2, 10)).hasSize(1);
    }
  }

  @Test
  void belongsToItsKeyFileAlsoAfterARotation() throws Exception {
    fill(5);
    assertThat(AuditCheck.verify(file, Keys.generate(NOW), null).fault())
        .contains("not signed with this key file");
    Keys rotated = keys.rotated(NOW);
    assertThat(AuditCheck.verify(file, rotated, null).isSound()).isTrue();
    try (AuditLog audit = AuditLog.open(file, rotated, () -> NOW)) {
      get(audit.append(WANG, "sign-in", "wang", Map.of()));
    }
    assertThat(AuditCheck.verify(file, rotated, null).isSound()).isTrue();
    assertThat(AuditCheck.verify(file, keys, null).isSound()).isFalse();
  }

  @Test
  void isNotContinuedWhenItsEndWasCutOff() throws Exception {
    fill(5);
    tamper("DELETE FROM audit WHERE sequence = 5");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("audit verify");
  }

  @Test
  void refusesAfterItWasClosedAndWhatIsTooLarge() throws Exception {
    AuditLog audit = open();
    assertThatThrownBy(() -> get(audit.append(WANG, "a", "b", Map.of("x", "y".repeat(9_000)))))
        .hasMessageContaining("over 8 kB");
    audit.close();
    assertThatThrownBy(() -> get(audit.append(WANG, "a", "b", Map.of())))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AuditLog.NotAudited.class);
  }

  /** No audit row, no video: a failed commit must never look like success. */
  @Test
  void refusesEverythingOnceItCouldNotBeWritten() throws Exception {
    try (AuditLog audit = open()) {
      get(audit.append(WANG, "a", "b", Map.of()));
      tamper("INSERT INTO audit VALUES (2, 0, 'x', 'x', 'x', '{}', 'x')"); // takes the next number
      assertThatThrownBy(() -> get(audit.append(WANG, "a", "b", Map.of())))
          .hasCauseInstanceOf(AuditLog.NotAudited.class);
      assertThatThrownBy(() -> get(audit.append(WANG, "a", "b", Map.of())))
          .hasCauseInstanceOf(AuditLog.NotAudited.class);
      assertThat(audit.head().count()).isEqualTo(1);
    }
  }

  @Test
  void anEmptyOneIsSound() throws Exception {
    open().close();
    assertThat(AuditCheck.verify(file, keys, null)).isEqualTo(new AuditCheck.Report(0, null, null));
    assertThat(AuditCheck.verify(file.resolveSibling("none.db"), keys, null).fault())
        .contains("there is no audit file");
  }
}
