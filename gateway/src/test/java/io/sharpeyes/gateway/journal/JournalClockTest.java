package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.IncidentAction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is due is done when it is due, across restarts too; an hour takes no time here. */
@SuppressWarnings("NullAway.Init")
class JournalClockTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private JournalFixture fixture;
  private Journal journal;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    fixture = new JournalFixture(folder, 10);
    journal = start();
    journal.presence(Village.DESK, "v0", true);
    // Presences go with the commands, and so this comes after it.
    await(journal.registry(fixture.village.registry()));
  }

  @AfterEach
  void close() throws Exception {
    await(journal.close());
    fixture.close();
  }

  private Journal start() throws Exception {
    return await(
        Journal.open(
            fixture.vertx,
            JournalFixture.settings(fixture.folder(), 0, 50_000),
            fixture.village.book(),
            now::get,
            fixture.fatal::add));
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private boolean has(String type) {
    try {
      List<StoredEvent> events = await(journal.read(0, 1_000));
      return events.stream().anyMatch(event -> event.type().equals(type));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anIncidentThatNobodyTakesEscalates() throws Exception {
    await(journal.press(fixture.village.press(0, "1")));
    assertThat(has("incident.escalated")).isFalse();

    pass(Duration.ofSeconds(21));
    JournalFixture.until("escalated", () -> has("incident.escalated"));
  }

  @Test
  void escalationGoesOnAfterARestart() throws Exception {
    await(journal.press(fixture.village.press(0, "1")));
    await(journal.close());
    pass(Duration.ofSeconds(21));
    journal = start();

    JournalFixture.until("escalated", () -> has("incident.escalated"));
  }

  @Test
  void aDeskThatDoesNotComeBackAfterARestartIsStale() throws Exception {
    String id = await(journal.press(fixture.village.press(0, "1"))).incidentId();
    await(journal.command(Village.command(id, new IncidentAction.Claim())));
    await(journal.close());
    journal = start();
    assertThat(has("incident.stale")).isFalse();

    pass(Duration.ofSeconds(46));
    JournalFixture.until("stale", () -> has("incident.stale"));
  }
}
