package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static io.sharpeyes.gateway.journal.Village.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class TablesTest {

  @TempDir Path folder;
  private JournalFixture fixture;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    fixture = new JournalFixture(folder, 30);
    journal = fixture.open();
  }

  @AfterEach
  void close() throws Exception {
    await(journal.close());
    fixture.close();
  }

  private String press(int site) throws Exception {
    return await(journal.press(fixture.village.press(site, "p" + System.nanoTime()))).incidentId();
  }

  private void closeIncident(String id) throws Exception {
    await(journal.command(command(id, new IncidentAction.Claim())));
    await(journal.command(command(id, JournalTest.closing())));
  }

  private static IncidentQuery query(
      Set<String> handlings, @Nullable Set<String> districts, @Nullable String text) {
    return new IncidentQuery(handlings, districts, null, null, null, null, null, text, null, 100);
  }

  private List<String> ids(IncidentQuery query) throws Exception {
    return await(journal.tables().incidents(query)).items().stream().map(Incident::id).toList();
  }

  @Test
  void whatWasStoredBeforeTheQuestionIsInTheAnswer() throws Exception {
    for (int site = 0; site < 30; site++) {
      String id = press(site);
      Page<Incident> page = await(journal.tables().incidents(IncidentQuery.newest(1)));
      assertThat(page.items()).extracting(Incident::id).containsExactly(id);
      assertThat(page.behind()).isZero();
    }
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrDouble() throws Exception {
    Set<String> all = new TreeSet<>();
    for (int site = 0; site < 25; site++) {
      all.add(press(site));
    }
    List<String> seen = new ArrayList<>();
    String next = null;
    do {
      Page<Incident> page =
          await(
              journal
                  .tables()
                  .incidents(
                      new IncidentQuery(
                          Set.of(), null, null, null, null, null, null, null, next, 7)));
      page.items().forEach(incident -> seen.add(incident.id()));
      next = page.next();
    } while (next != null);

    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void incidentsAreFoundByHandlingDistrictAndText() throws Exception {
    String one = press(1);
    String other = press(15);
    closeIncident(other);

    assertThat(ids(query(Set.of("new"), null, null))).containsExactly(one);
    assertThat(ids(query(Set.of("closed"), null, null))).containsExactly(other);
    assertThat(ids(query(Set.of(), Set.of("v1"), null))).containsExactly(other);
    assertThat(ids(query(Set.of(), Set.of(), null))).isEmpty();
    assertThat(ids(query(Set.of(), null, "小学 15"))).containsExactly(other);
    assertThat(ids(query(Set.of(), null, "GATE button"))).containsExactlyInAnyOrder(one, other);
    assertThat(ids(query(Set.of(), null, "100%"))).isEmpty();
    await(journal.command(command(one, new IncidentAction.Note("The Dog bit 100% of them"))));
    assertThat(ids(query(Set.of(), null, "dog 100%"))).containsExactly(one);
  }

  @Test
  void alarmsOfADeviceAreListedTheNewestFirst() throws Exception {
    String incident = press(3);
    press(3);
    press(4);

    Page<Buffer> alarms = await(journal.tables().alarms("b3", null, 10));
    assertThat(alarms.items())
        .extracting(data -> data.toJsonObject().getString("id"))
        .containsExactly(incident + ".2", incident + ".1");
  }

  @Test
  void closedIncidentsWaitForTheirReset() throws Exception {
    String incident = press(3);
    assertThat(await(journal.tables().pendingReset(null, null, 10)).items()).isEmpty();
    closeIncident(incident);

    assertThat(await(journal.tables().pendingReset(null, null, 10)).items())
        .extracting(Incident::id)
        .containsExactly(incident);
    assertThat(await(journal.tables().pendingReset(Set.of("v2"), null, 10)).items()).isEmpty();
  }

  @Test
  void responseTimesAreReportedByDistrictAndStage() throws Exception {
    Instant before = Instant.now().minusSeconds(5);
    closeIncident(press(1));
    closeIncident(press(2));
    press(11);

    List<ResponseTimes> report =
        await(journal.tables().responseTimes(null, before, before.plusSeconds(3_600)));
    assertThat(report)
        .extracting(row -> row.district() + " " + row.stage() + " " + row.count())
        .containsExactly("v0 claimed 2", "v0 closed 2");
    assertThat(report.get(0).buckets()).last().extracting("count").isEqualTo(2L);
    assertThat(await(journal.tables().responseTimes(Set.of("v1"), before, Instant.now())))
        .isEmpty();
  }

  @Test
  void deletedTablesAreBuiltAgainTheSame() throws Exception {
    for (int site = 0; site < 20; site++) {
      String id = press(site);
      if (site % 3 == 0) {
        closeIncident(id);
      } else if (site % 3 == 1) {
        await(journal.command(command(id, new IncidentAction.Claim())));
        await(journal.command(command(id, new IncidentAction.Note("note " + site))));
        await(journal.command(command(id, new IncidentAction.Assign("u" + site, "Unit", ""))));
      }
    }
    List<String> before = dump();
    for (String name : List.of("tables.db", "tables.db-wal", "tables.db-shm")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    assertThat(dump()).hasSizeGreaterThan(100).isEqualTo(before);
  }

  @Test
  void damagedTablesAreBuiltAgain() throws Exception {
    String id = press(1);
    List<String> before = dump();
    Files.writeString(folder.resolve("tables.db"), "this was a database once");
    assertThat(dump()).isEqualTo(before);
    journal = fixture.open();
    assertThat(ids(IncidentQuery.newest(5))).containsExactly(id);
  }

  @Test
  void tablesOfAnotherLogAreNotBelieved() throws Exception {
    press(1);
    dump();
    Files.delete(folder.resolve("log.db"));
    Files.move(folder.resolve("tables.db"), folder.resolve("kept.db"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains("snapshot-")).toList()) {
        Files.delete(file);
      }
    }
    journal = fixture.open();
    await(
        journal.append(
            new Event("device.fault", "b1", Instant.EPOCH, "v0", null, Set.of(), Map.of())));
    await(journal.close());
    Files.move(
        folder.resolve("kept.db"),
        folder.resolve("tables.db"),
        StandardCopyOption.REPLACE_EXISTING);
    journal = fixture.open();

    assertThat(ids(IncidentQuery.newest(5))).isEmpty();
  }

  /** Starts the journal anew, closes it, and gives all that is in the tables. */
  private List<String> dump() throws Exception {
    await(journal.close());
    journal = fixture.open();
    JournalFixture.until("tables caught up", () -> journal.tables().behind() == 0);
    await(journal.close());
    List<String> rows = new ArrayList<>();
    try (Connection connection = Sqlite.readOnly(folder.resolve("tables.db"))) {
      for (String table :
          List.of("follows", "timeline", "incident", "alarm", "assignment", "booked_window")) {
        dump(connection, table, rows);
      }
    }
    return rows;
  }

  private static void dump(Connection connection, String table, List<String> rows)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringBuilder text = new StringBuilder(table);
        for (int i = 1; i <= columns; i++) {
          byte[] value = row.getBytes(i);
          text.append('|')
              .append(value == null ? "null" : new String(value, StandardCharsets.UTF_8));
        }
        rows.add(text.toString());
      }
    }
  }
}
