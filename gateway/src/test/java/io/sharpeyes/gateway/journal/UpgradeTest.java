package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.sharpeyes.device.mqtt.MqttSessionStore.Subscription;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.PressResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form that the files ever had is brought to the present one, with all that is in it. The
 * files of each are in {@code src/test/resources/schema/vN}; {@link #main} makes those of the
 * present form, to be kept before the next step is added to a {@link Schema}.
 */
class UpgradeTest {

  private static final Path KEPT = Path.of("src/test/resources/schema");
  private static final int PRESENT = SqliteLog.SCHEMA.steps().size();
  private static final DeviceId BUTTON = new DeviceId("b1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  static Stream<Integer> versions() {
    return IntStream.rangeClosed(1, PRESENT).boxed();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anOlderFormIsReadWhole(int version) throws Exception {
    FileUtils.copyDirectory(KEPT.resolve("v" + version).toFile(), temp.toFile());
    Instant then = Instant.parse(Files.readString(temp.resolve("made-at")).strip());
    JournalSettings settings = JournalFixture.settings(temp.resolve("journal"), 0, 50_000);
    try (JournalFixture fixture = new JournalFixture(settings, 5)) {
      Journal journal =
          await(
              Journal.open(
                  fixture.vertx, settings, fixture.village.book(), () -> then, fixture.fatal::add));
      assertThat(journal.lastSequence()).isPositive();
      assertThat(journal.open()).hasSize(3);
      PressResult again = await(journal.press(fixture.village.press(1, "kept")));
      assertThat(again.duplicate()).isTrue();
      JournalFixture.until("the tables", () -> journal.tables().behind() == 0);
      assertThat(await(journal.timeline(again.incidentId(), 0, 100))).isNotEmpty();
      await(journal.press(fixture.village.press(4, "new")));
      await(journal.close());
      assertThat(fixture.fatal).isEmpty();
    }
    JournalBackup.verify(temp.resolve("journal/log.db"));
    SqliteMqttSessionStore sessions =
        SqliteMqttSessionStore.open(temp.resolve("sessions.db"), () -> then, e -> {});
    assertThat(await(sessions.load(BUTTON))).extracting(StoredSession::key).containsExactly(KEY);
    await(sessions.close());
  }

  /** Whoever changes a form must have kept files of the last one. */
  @Test
  void filesOfEachFormAreKept() {
    assertThat(versions()).allSatisfy(n -> assertThat(KEPT.resolve("v" + n)).isDirectory());
  }

  private static final SessionKey KEY = new SessionKey(BUTTON, "client");

  /** Makes files of the present form in the folder that is named. */
  public static void main(String[] args) throws Exception {
    make(Path.of(args[0]));
    System.exit(0);
  }

  private static void make(Path folder) throws Exception {
    Instant now = Instant.now();
    JournalSettings settings = JournalFixture.settings(folder.resolve("journal"), 0, 50_000);
    try (JournalFixture fixture = new JournalFixture(settings, 5)) {
      Journal journal = fixture.open();
      for (int i = 0; i < 4; i++) {
        String id = await(journal.press(fixture.village.press(i, "kept"))).incidentId();
        await(journal.command(Village.command(id, new IncidentAction.Claim())));
        if (i == 0) {
          await(journal.command(Village.command(id, JournalTest.closing())));
        }
      }
      JournalFixture.until("the tables", () -> journal.tables().behind() == 0);
      await(journal.close());
    }
    SqliteMqttSessionStore sessions =
        SqliteMqttSessionStore.open(folder.resolve("sessions.db"), () -> now, e -> {});
    List<Subscription> heard = List.of(new Subscription("sharpeyes/v1/b1/feedback", 1, 7));
    await(sessions.save(new StoredSession(KEY, 604_800, heard, Set.of(5), null)));
    await(sessions.close());
    Files.writeString(folder.resolve("made-at"), Instant.now() + "\n");
    deleteLocks(folder);
  }

  private static void deleteLocks(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("journal/journal.lock"));
  }
}
