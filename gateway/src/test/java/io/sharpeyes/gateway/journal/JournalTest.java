package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.Rejected;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class JournalTest {

  private JournalFixture fixture;
  private Village village;
  private Journal journal;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    fixture = new JournalFixture(folder, 200);
    village = fixture.village;
    journal = fixture.open();
  }

  @AfterEach
  void close() throws Exception {
    await(journal.close());
    fixture.close();
    assertThat(fixture.fatal).isEmpty();
  }

  private void reopen() throws Exception {
    await(journal.close());
    journal = fixture.open();
  }

  private static Event event(String subject) {
    return new Event("device.offline", subject, Instant.EPOCH, "d", null, Set.of("u"), Map.of());
  }

  @Test
  void aPressIsInTheLogWhenItsFutureSucceeds() throws Exception {
    PressResult result = await(journal.press(village.press(0, "7")));

    assertThat(result.kind()).isEqualTo(PressResult.Kind.OPENED);
    assertThat(journal.lastSequence()).isGreaterThanOrEqualTo(2);
    List<StoredEvent> stored = await(journal.read(0, 2));
    assertThat(stored)
        .extracting(StoredEvent::type)
        .containsExactlyInAnyOrder("alarm.raised", "incident.opened");
    assertThat(stored).extracting(StoredEvent::subject).containsOnly(result.incidentId());
    assertThat(stored).extracting(StoredEvent::sequence).containsExactly(1L, 2L);
    assertThat(journal.open()).extracting(Incident::id).containsExactly(result.incidentId());
  }

  @Test
  void theSamePressIsADuplicateAfterANewStartToo() throws Exception {
    PressResult first = await(journal.press(village.press(0, "7")));
    reopen();

    PressResult again = await(journal.press(village.press(0, "7")));
    assertThat(again.duplicate()).isTrue();
    assertThat(again.alarm()).isEqualTo(first.alarm());
    assertThat(await(journal.press(village.press(0, "8"))).duplicate()).isFalse();
  }

  @Test
  void readersGetEveryEventOnceAndInOrder() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    journal.onCommitted(events -> events.forEach(e -> seen.add(e.sequence())));
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(
          i % 3 == 0
              ? journal.append(event("device-" + i))
              : journal.press(village.press(i % 200, "" + i)));
    }
    await(Future.all(all));
    long last = journal.lastSequence();
    await(journal.close());

    assertThat(seen).hasSize((int) last).isSorted().doesNotHaveDuplicates().endsWith(last);
  }

  @Test
  void anEventGetsItsNumberAndComesBackAsItWas() throws Exception {
    await(journal.append(event("device-2")));

    assertThat(await(journal.append(event("device-1")))).isEqualTo(2);

    StoredEvent stored = await(journal.timeline("device-1", 0, 10)).get(0);
    assertThat(stored.units()).containsExactly("u");
    assertThat(stored.at()).isEqualTo(Instant.EPOCH);
    assertThat(stored.data().toString()).isEqualTo("{}");
  }

  @Test
  void aBadCommandFailsAlone() throws Exception {
    Future<?> bad = journal.command(Village.command("none", new IncidentAction.Claim()));
    Future<PressResult> good = journal.press(village.press(0, "1"));

    assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(Rejected.class);
    assertThat(await(good).duplicate()).isFalse();
  }

  @Test
  void whatCanNotBeStoredFailsAloneAndLeavesNothing() throws Exception {
    List<Future<PressResult>> good = new ArrayList<>();
    List<Future<PressResult>> bad = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      good.add(journal.press(village.press(i, "1")));
      if (i % 10 == 5) {
        bad.add(journal.press(village.poison(100 + i, "1")));
      }
    }

    await(Future.all(good));
    for (Future<PressResult> each : bad) {
      assertThatThrownBy(() -> await(each))
          .cause()
          .isInstanceOfSatisfying(
              NotStored.class, e -> assertThat(e.reason()).isEqualTo(NotStored.Reason.FAULT));
    }
    assertThat(journal.stats().faults()).isEqualTo(bad.size());
    assertThat(journal.open()).hasSize(100);
    assertThat(await(journal.read(0, 1_000)))
        .filteredOn(e -> e.type().equals("incident.opened"))
        .hasSize(100);
    assertThat(await(journal.press(village.press(105, "1"))).kind())
        .isEqualTo(PressResult.Kind.OPENED);
  }

  @Test
  void aClosedIncidentIsFoundAndCanBeReopened() throws Exception {
    String id = await(journal.press(village.press(0, "1"))).incidentId();
    await(journal.command(Village.command(id, new IncidentAction.Claim())));
    await(journal.command(Village.command(id, closing())));
    reopen();

    assertThat(journal.open()).isEmpty();
    Incident closed = await(journal.incident(id)).orElseThrow();
    assertThat(closed.isOpen()).isFalse();
    Incident open =
        await(journal.command(Village.command(id, new IncidentAction.Reopen("called again"))));
    assertThat(open.isOpen()).isTrue();
    assertThat(await(journal.timeline(id, 0, 100)))
        .extracting(StoredEvent::type)
        .contains("incident.opened", "incident.claimed", "incident.closed", "incident.reopened");
  }

  static IncidentAction closing() {
    return new IncidentAction.Close(
        Disposition.FOUNDED, "", "", List.of(), "", null, UnitsOut.UNSAID);
  }

  @Test
  void theAnswerComesOnTheCallersContext() throws Exception {
    CompletableFuture<Boolean> same = new CompletableFuture<>();
    fixture.vertx.runOnContext(
        v -> {
          var asked = Vertx.currentContext();
          journal
              .press(village.press(0, "1"))
              .onComplete(r -> same.complete(Vertx.currentContext() == asked));
        });

    assertThat(same.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsTakenInAfterClosing() throws Exception {
    await(journal.close());

    assertThatThrownBy(() -> await(journal.press(village.press(0, "1"))))
        .hasCauseInstanceOf(NotStored.class);
  }
}
