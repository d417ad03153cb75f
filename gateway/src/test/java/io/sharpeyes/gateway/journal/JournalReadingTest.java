package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class JournalReadingTest {

  private JournalFixture fixture;
  private Journal journal;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    fixture = new JournalFixture(folder, 100);
    journal = fixture.open();
  }

  @AfterEach
  void close() throws Exception {
    await(journal.close());
    fixture.close();
  }

  private static long last(List<StoredEvent> events, long otherwise) {
    return events.isEmpty() ? otherwise : events.get(events.size() - 1).sequence();
  }

  /** Presses until it is told to stop. */
  private CompletableFuture<Integer> pressing(AtomicBoolean stop) {
    return CompletableFuture.supplyAsync(
        () -> {
          int n = 0;
          while (!stop.get()) {
            List<Future<PressResult>> some = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
              some.add(journal.press(fixture.village.press(n % 100, "" + n++)));
            }
            try {
              await(Future.all(some));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
          return n;
        });
  }

  @Test
  void readersThatResumeWhileItWritesGetEveryEventOnce() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> pressing = pressing(stop);
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      readers.add(CompletableFuture.runAsync(() -> resumeAndCheck(random)));
    }
    for (CompletableFuture<Void> reader : readers) {
      reader.join();
    }
    stop.set(true);
    assertThat(pressing.join()).isPositive();
  }

  private void resumeAndCheck(Random random) {
    try {
      long reached = 0;
      while (reached < 3_000) {
        List<StoredEvent> events = await(journal.read(reached, 1 + random.nextInt(200)));
        for (StoredEvent event : events) {
          assertThat(event.sequence()).isEqualTo(++reached);
        }
        assertThat(reached).isLessThanOrEqualTo(journal.lastSequence());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a desk does: what is committed from now on is kept, then the past is read up to there. */
  @Test
  void thePastAndWhatIsCommittedMeetWithoutGapOrDouble() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> pressing = pressing(stop);
    for (int round = 0; round < 20; round++) {
      ConcurrentLinkedQueue<StoredEvent> live = new ConcurrentLinkedQueue<>();
      journal.onCommitted(live::addAll);
      JournalFixture.until("something live", () -> live.size() > 5);
      long join = live.element().sequence() - 1;
      long reached = Math.max(0, join - 300);
      while (reached < join) {
        int limit = (int) Math.min(100, join - reached);
        for (StoredEvent event : await(journal.read(reached, limit))) {
          assertThat(event.sequence()).isEqualTo(++reached);
        }
      }
      for (StoredEvent event : live) {
        assertThat(event.sequence()).isEqualTo(++reached);
      }
    }
    stop.set(true);
    pressing.join();
  }

  @Test
  void whatIsReadIsWhatWasCommitted() throws Exception {
    List<StoredEvent> committed = new ArrayList<>();
    journal.onCommitted(committed::addAll);
    for (int i = 0; i < 20; i++) {
      await(journal.press(fixture.village.fullPress(i, "1")));
    }
    await(journal.close());
    journal = fixture.open();

    assertThat(await(journal.read(0, committed.size()))).isEqualTo(committed);
  }

  @Test
  void largeEventsAreReadInSmallerParts() throws Exception {
    String large = "x".repeat(3 << 20);
    for (int i = 0; i < 6; i++) {
      Map<String, Object> data = Map.of("text", large);
      await(journal.append(new Event("t.t", "s", Instant.EPOCH, "d", null, Set.of(), data)));
    }
    List<StoredEvent> some = await(journal.read(0, 100));
    assertThat(some).hasSizeBetween(1, 5);
    assertThat(last(await(journal.read(last(some, 0), 100)), 0)).isGreaterThan(last(some, 0));
  }

  @Test
  void theNewestRegistryIsFoundAgain() throws Exception {
    assertThat(await(journal.latest("registry"))).isEmpty();
    for (int i = 1; i <= 3; i++) {
      Map<String, Object> data = Map.of("version", i);
      await(
          journal.append(
              new Event("registry.changed", "registry", Instant.EPOCH, "", null, Set.of(), data)));
      await(journal.press(fixture.village.press(i, "1")));
    }
    await(journal.close());
    journal = fixture.open();

    StoredEvent newest = await(journal.latest("registry")).orElseThrow();
    assertThat(newest.data().toJsonObject().getInteger("version")).isEqualTo(3);
  }

  @Test
  void theWriteAheadLogStaysBoundedUnderLoad(@TempDir Path other) throws Exception {
    JournalSettings base = JournalFixture.settings(other, 0, 50_000);
    JournalSettings settings =
        new JournalSettings(
            other,
            base.alarmLane(),
            base.commandLane(),
            base.eventLane(),
            base.readQueue(),
            1 << 20,
            0,
            base.snapshotEvents(),
            base.snapshotEvery(),
            base.retention());
    try (JournalFixture small = new JournalFixture(settings, 100)) {
      Journal written = small.open();
      Map<String, Object> data = Map.of("text", "x".repeat(20_000));
      for (int i = 0; i < 100; i++) {
        List<Future<Long>> some = new ArrayList<>();
        for (int j = 0; j < 20; j++) {
          some.add(written.append(new Event("t.t", "s", Instant.EPOCH, "d", null, Set.of(), data)));
        }
        await(Future.all(some));
      }
      assertThat(Files.size(other.resolve("log.db"))).isGreaterThan(20 << 20);
      assertThat(Files.size(other.resolve("log.db-wal"))).isLessThan(3 << 20);
      assertThat(written.stats().checkpoints()).isPositive();
      await(written.close());
    }
  }

  @Test
  void tooManyReadingsAreRefusedInsteadOfQueued() {
    List<Future<List<StoredEvent>>> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(journal.read(0, 1));
    }
    Future<List<StoredEvent>> refused =
        all.stream().filter(Future::failed).findFirst().orElseThrow();
    assertThatThrownBy(() -> await(refused)).hasCauseInstanceOf(NotStored.class);
  }
}
