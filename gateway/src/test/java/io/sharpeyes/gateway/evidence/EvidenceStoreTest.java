package io.sharpeyes.gateway.evidence;

import static io.sharpeyes.gateway.evidence.EvidenceFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.evidence.EvidencePiece.Kind;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceStoreTest {

  /** SHA-256 of "abc" (FIPS 180-2, B.1). */
  private static final String ABC_SHA_256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final byte[] ABC = {'a', 'b', 'c'};

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void whatIsStoredIsOnDiskAndInTheLogAndThereAfterARestart() throws Exception {
    String incident;
    EvidencePiece piece;
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      incident = fixture.press(1);
      piece = fixture.snapshot(incident, "camera-7", ABC);
      assertThat(piece.sha256()).isEqualTo(ABC_SHA_256);
      assertThat(piece.bytes()).isEqualTo(3);
      List<StoredEvent> events = await(fixture.journal.timeline(incident, "evidence.", 0, 10));
      assertThat(events).hasSize(1);
      StoredEvent event = events.get(0);
      assertThat(event.type()).isEqualTo("evidence.stored");
      assertThat(event.district()).isEqualTo("350700000000");
      assertThat(event.site()).isEqualTo("site-1");
      JsonObject said = event.data().toJsonObject();
      assertThat(said.getString("from")).isEqualTo("2026-11-22T08:00:00.000Z");
      assertThat(said.fieldNames())
          .containsExactlyInAnyOrder(
              "incident", "camera", "kind", "file", "sha256", "bytes", "mediaType", "from", "to");
    }
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      assertThat(await(fixture.store.of(incident))).containsExactly(piece);
      assertThat(Files.readAllBytes(fixture.store.path(piece))).isEqualTo(ABC);
    }
  }

  @Test
  void aClipIsWrittenByWhoeverGotThePlaceForIt() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      String incident = fixture.press(1);
      Placed placed = await(fixture.store.place(incident, "camera-7", Kind.CLIP, fixture.now()));
      assertThat(placed.path()).doesNotExist();
      assertThat(placed.path().getParent()).isEqualTo(data.resolve("evidence/" + incident));
      Files.write(placed.path(), ABC);
      EvidencePiece piece = placed.piece(ABC_SHA_256, 3, "video/mp4", placed.from().plusSeconds(9));
      await(fixture.store.store(piece));
      assertThat(await(fixture.store.of(incident))).containsExactly(piece);
      assertThat(data.resolve("evidence/" + incident).toFile().list())
          .containsExactly(placed.path().getFileName().toString());
    }
  }

  @Test
  void namesRevealNothingAndOnlyTheOwnerMayLook() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      EvidencePiece piece = fixture.snapshot(fixture.press(1), "camera-of-the-girls-school", ABC);
      assertThat(piece.file()).matches("[0-9a-f]{32}\\.jpg");
      Path root = data.resolve("evidence");
      for (Path folder : List.of(root, root.resolve(piece.incident()))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void whatIsNotAsThePieceSaysIsNotStored() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      String incident = fixture.press(1);
      Placed placed = await(fixture.store.place(incident, "camera-7", Kind.CLIP, fixture.now()));
      Files.write(placed.path(), ABC);
      EvidencePiece longer = placed.piece(ABC_SHA_256, 4, "video/mp4", placed.from());
      assertThatThrownBy(() -> await(fixture.store.store(longer)))
          .hasMessageContaining("has 3 bytes instead of 4");
      assertThat(await(fixture.store.of(incident))).isEmpty();
      await(fixture.store.abandon(placed));
      assertThat(data.resolve("evidence/" + incident)).doesNotExist();
    }
  }

  @Test
  void thereIsNoEvidenceOfAnIncidentThatThereIsNot() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      assertThatThrownBy(() -> fixture.snapshot("20200101-0001", "camera-7", ABC))
          .hasMessageContaining("there is no incident 20200101-0001");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "/etc", "a/b", "a\\b", "a b", "a\0b", "-rf"})
  void noNameLeadsOutOfTheFolder(String name) throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data)) {
      assertThatThrownBy(() -> fixture.snapshot(name, "camera-7", ABC))
          .hasMessageContaining("can't be an incident's id");
    }
  }

  @Test
  void belowTheFreeSpaceThatIsKeptNothingIsStored() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(data, Long.MAX_VALUE)) {
      assertThat(fixture.store.hasRoom()).isFalse();
      assertThat(fixture.store.fullSince()).isEqualTo(fixture.now());
      String incident = fixture.press(1);
      assertThatThrownBy(() -> fixture.snapshot(incident, "camera-7", ABC))
          .hasMessageContaining("no room for pictures");
      assertThat(fixture.store.refusedTotal()).isEqualTo(1);
    }
  }
}
