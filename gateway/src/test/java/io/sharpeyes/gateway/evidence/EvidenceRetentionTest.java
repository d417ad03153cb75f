package io.sharpeyes.gateway.evidence;

import static io.sharpeyes.gateway.evidence.EvidenceFixture.DESK;
import static io.sharpeyes.gateway.evidence.EvidenceFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.evidence.EvidencePiece.Kind;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.journal.JournalSettings;
import io.sharpeyes.gateway.journal.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months pass in milliseconds. */
class EvidenceRetentionTest {

  private static final Duration KEEP = Duration.ofDays(30);
  private static final byte[] PICTURE = {1, 2, 3};

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("evidence"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static List<String> types(EvidenceFixture fixture, String incident) throws Exception {
    return await(fixture.journal.timeline(incident, "evidence.", 0, 1_000)).stream()
        .map(StoredEvent::type)
        .toList();
  }

  @Test
  void deletesAMonthAfterClosingAndNotBefore() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      String incident = fixture.press(1);
      String open = fixture.press(2);
      fixture.snapshot(incident, "camera-1", PICTURE);
      fixture.snapshot(incident, "camera-2", PICTURE);
      fixture.snapshot(open, "camera-3", PICTURE);
      fixture.pass(Duration.ofDays(20)); // The time runs from the closing on.
      fixture.close(incident);
      fixture.pass(KEEP);
      fixture.retain(KEEP);
      assertThat(files()).hasSize(3);

      fixture.pass(Duration.ofMillis(1));
      fixture.retain(KEEP);
      assertThat(files()).hasSize(1);
      assertThat(data.resolve("evidence/" + incident)).doesNotExist();
      assertThat(types(fixture, incident))
          .containsExactly("evidence.stored", "evidence.stored", "evidence.deleted");
      EvidenceState state = await(fixture.store.state(incident));
      assertThat(state.pieces()).isEmpty();
      assertThat(state.deleted()).isEqualTo(2);
      assertThat(await(fixture.store.of(open))).hasSize(1);

      fixture.retain(KEEP); // Nothing is said twice.
      assertThat(types(fixture, incident)).hasSize(3);
    }
  }

  @Test
  void aHoldStopsItAndItsReleaseLetsItGoOn() throws Exception {
    String incident;
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      incident = fixture.press(1);
      fixture.snapshot(incident, "camera-1", PICTURE);
      fixture.close(incident);
      EvidenceState held =
          await(fixture.holds.hold(fixture.incident(incident), DESK, "the court asks"));
      assertThat(held.hold())
          .isEqualTo(new EvidenceState.Hold(DESK, "the court asks", fixture.now()));
      assertThatThrownBy(() -> await(fixture.holds.hold(fixture.incident(incident), DESK, "again")))
          .hasMessageContaining("is held already, by Desk One: the court asks");
      fixture.pass(Duration.ofDays(400));
      fixture.retain(KEEP);
      assertThat(files()).hasSize(1);
    }
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      fixture.pass(Duration.ofDays(800));
      fixture.retain(KEEP);
      assertThat(files()).hasSize(1);
      assertThat(
              await(fixture.holds.release(fixture.incident(incident), DESK, "the case is over"))
                  .isHeld())
          .isFalse();
      assertThatThrownBy(
              () -> await(fixture.holds.release(fixture.incident(incident), DESK, "again")))
          .hasMessageContaining("not held");
      fixture.retain(KEEP);
      assertThat(files()).isEmpty();
      assertThat(fixture.audit.before(Long.MAX_VALUE, 10))
          .extracting(AuditRow::action)
          .containsExactly("hold-release", "hold");
    }
  }

  @Test
  void anIncidentThatWasReopenedIsOpen() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      String incident = fixture.press(1);
      fixture.snapshot(incident, "camera-1", PICTURE);
      fixture.close(incident);
      fixture.pass(Duration.ofDays(29));
      fixture.command(incident, new IncidentAction.Reopen("there was more to it"));
      fixture.pass(Duration.ofDays(29));
      fixture.retain(KEEP);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void deletesManyInBoundedBatchesAndGoesOnAfterACrashBetweenFileAndEvent() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      String incident = fixture.press(1);
      List<EvidencePiece> pieces = new ArrayList<>();
      for (int i = 0; i < 450; i++) {
        pieces.add(fixture.snapshot(incident, "camera-1", PICTURE));
      }
      fixture.close(incident);
      fixture.pass(KEEP.plusDays(1));
      // As if the process had died after deleting some files, before it could say so.
      for (EvidencePiece piece : pieces.subList(0, 50)) {
        Files.delete(fixture.store.path(piece));
      }
      fixture.retain(KEEP);
      assertThat(files()).isEmpty();
      assertThat(types(fixture, incident).stream().filter("evidence.deleted"::equals)).hasSize(3);
      assertThat(await(fixture.store.state(incident)).deleted()).isEqualTo(450);
    }
  }

  @Test
  void theLogIsKeptAsLongAsThereIsEvidence() throws Exception {
    JournalSettings settings =
        EvidenceFixture.settings(data.resolve("journal"), Duration.ofDays(10));
    Instant start = EvidenceFixture.START;
    String without;
    String with;
    try (EvidenceFixture fixture = new EvidenceFixture(data, 0, settings, start)) {
      without = fixture.press(1);
      fixture.close(without);
      with = fixture.press(2);
      fixture.snapshot(with, "camera-1", PICTURE);
      fixture.close(with);
    }
    // A second snapshot of the journal: it never deletes what the older one of two needs.
    try (EvidenceFixture fixture = new EvidenceFixture(data, 0, settings, start)) {
      fixture.close(fixture.press(3));
    }
    Instant later = start.plus(Duration.ofDays(20));
    // A clock that is weeks ahead of the log may be wrong: for a day nothing is deleted.
    try (EvidenceFixture fixture = new EvidenceFixture(data, 0, settings, later)) {
      fixture.close(fixture.press(4));
    }
    Instant nextDay = later.plus(Duration.ofDays(1));
    try (EvidenceFixture fixture = new EvidenceFixture(data, 0, settings, nextDay)) {
      EvidenceFixture.until("pruned", () -> fixture.journal.firstSequence() > 1);
      List<StoredEvent> oldest = await(fixture.journal.read(0, 1));
      assertThat(oldest.get(0).subject()).isEqualTo(with);
      assertThat(oldest.get(0).type()).isIn("alarm.raised", "incident.opened");
      assertThat(await(fixture.store.of(with))).hasSize(1);
    }
  }

  @Test
  void whatACrashLeftHalfIsMadeGoodOrDeleted() throws Exception {
    String incident;
    EvidencePiece stored;
    Placed snapshot;
    Placed nothing;
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      incident = fixture.press(1);
      stored = fixture.snapshot(incident, "camera-1", PICTURE);
      snapshot = await(fixture.store.place(incident, "camera-2", Kind.SNAPSHOT, fixture.now()));
      Files.write(snapshot.path(), PICTURE);
      nothing = await(fixture.store.place(incident, "camera-3", Kind.CLIP, fixture.now()));
      Files.write(nothing.path(), new byte[] {0, 0, 0, 9, 'm'}); // not even its first box
      Path folder = data.resolve("evidence/" + incident);
      Files.write(folder.resolve("0123456789abcdef0123456789abcdef.jpg"), PICTURE);
      Files.write(folder.resolve("whatever"), PICTURE);
      fixture.sweep(KEEP); // These are being written: nothing happens to them.
      assertThat(snapshot.path()).exists();
      assertThat(nothing.path()).exists();
    }
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      fixture.sweep(KEEP);
      List<EvidencePiece> pieces = await(fixture.store.of(incident));
      assertThat(pieces).extracting(EvidencePiece::camera).containsExactly("camera-1", "camera-2");
      assertThat(pieces).first().isEqualTo(stored);
      assertThat(files()).containsExactlyInAnyOrder(fixture.store.path(stored), snapshot.path());
      fixture.sweep(KEEP);
      assertThat(await(fixture.store.of(incident))).hasSize(2);
    }
  }

  @Test
  void evidenceOfNoIncidentGoesWhenItIsOverItsTime() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      Path folder = Files.createDirectories(data.resolve("evidence/20200101-0001"));
      Path file = Files.write(folder.resolve("0123456789abcdef0123456789abcdef.jpg"), PICTURE);
      Path found = Files.createDirectories(data.resolve("evidence/lost+found"));
      Files.setLastModifiedTime(file, FileTime.from(fixture.now().minus(KEEP)));
      fixture.sweep(KEEP);
      assertThat(file).exists();
      fixture.pass(Duration.ofSeconds(1));
      fixture.sweep(KEEP);
      assertThat(folder).doesNotExist();
      assertThat(found).exists();
    }
  }
}
