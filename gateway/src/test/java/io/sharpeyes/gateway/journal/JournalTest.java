package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.CorrelationSettings;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.incident.ResponseSettings;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.response.ResponsePlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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

class JournalTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    journal =
        await(
            Journal.open(
                vertx,
                JournalSettings.in(folder),
                new CaseBook(CorrelationSettings.DEFAULT, ResponseSettings.DEFAULT),
                InstantSource.system(),
                fatal::add));
  }

  @AfterEach
  void close() throws Exception {
    await(journal.close());
    await(vertx.close());
    assertThat(fatal).isEmpty();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  static Press press(String device, String press) {
    DeviceId id = new DeviceId(device);
    // A time that has no milliseconds makes the case book fail.
    Instant receivedAt = press.equals("poison") ? Instant.MAX : Instant.EPOCH;
    ButtonPressed signal =
        new ButtonPressed(
            id, receivedAt, press, 120, false, null, false, null, null, false, null, null);
    Device registered =
        new Device(
            id,
            device,
            Device.Kind.BUTTON,
            "school-1",
            "native",
            null,
            Device.FeedbackMode.FULL,
            null,
            null,
            null,
            null);
    Place place = new Place("school-1", "School", "school", "d", "D", 26, 118, null, "");
    return new Press(signal, registered, place, List.of(), ResponsePlan.EMPTY, null);
  }

  private static Event event(String subject) {
    return new Event("device.offline", subject, Instant.EPOCH, "d", null, Set.of("u"), Map.of());
  }

  @Test
  void aPressIsInTheLogWhenItsFutureSucceeds() throws Exception {
    PressResult result = await(journal.press(press("button-1", "7")));

    assertThat(result.duplicate()).isFalse();
    // Nobody is online, so that it escalates at once.
    List<StoredEvent> stored = await(journal.read(0, 10));
    assertThat(stored)
        .extracting(StoredEvent::type)
        .containsExactly("alarm.raised", "incident.opened", "incident.escalated");
    assertThat(stored).extracting(StoredEvent::subject).containsOnly(result.incidentId());
    assertThat(stored).extracting(StoredEvent::sequence).containsExactly(1L, 2L, 3L);
    assertThat(journal.lastSequence()).isEqualTo(3);
  }

  @Test
  void theSamePressIsADuplicateAfterANewStartToo() throws Exception {
    await(journal.press(press("button-1", "7")));
    await(journal.close());
    open();

    assertThat(await(journal.press(press("button-1", "7"))).duplicate()).isTrue();
    assertThat(await(journal.press(press("button-1", "8"))).duplicate()).isFalse();
    assertThat(journal.lastSequence()).isEqualTo(5);
  }

  @Test
  void readersGetEveryEventOnceAndInOrder() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    journal.onCommitted(events -> events.forEach(e -> seen.add(e.sequence())));
    List<Future<?>> all = new ArrayList<>();
    for (int i = 1; i <= 3_000; i++) {
      all.add(
          i % 3 == 0
              ? journal.append(event("device-" + i))
              : journal.press(press("button-1", "" + i)));
    }
    await(Future.all(all));
    await(journal.close());

    // A press makes two events, the first one a third, because nobody is online.
    assertThat(seen).hasSize(5_001).isSorted().doesNotHaveDuplicates().endsWith(5_001L);
    open();
  }

  @Test
  void anEventGetsItsNumberAndComesBackAsItWas() throws Exception {
    await(journal.press(press("button-1", "1")));

    assertThat(await(journal.append(event("device-1")))).isEqualTo(4);

    StoredEvent stored = await(journal.timeline("device-1", 0, 10)).get(0);
    assertThat(stored.units()).containsExactly("u");
    assertThat(stored.at()).isEqualTo(Instant.EPOCH);
    assertThat(stored.data().toString()).isEqualTo("{}");
  }

  @Test
  void aBadCommandFailsAlone() throws Exception {
    Future<?> bad =
        journal.command(
            new IncidentCommand("x", null, new Actor("a", "A"), new IncidentAction.Claim()));
    Future<PressResult> good = journal.press(press("button-1", "1"));

    assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(Rejected.class);
    assertThat(await(good).duplicate()).isFalse();
  }

  @Test
  void aPressThatBreaksTheCaseBookFailsAloneAndLeavesNothing() throws Exception {
    List<Future<PressResult>> good = new ArrayList<>();
    List<Future<PressResult>> bad = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      good.add(journal.press(press("button-1", "" + i)));
      if (i % 10 == 5) {
        bad.add(journal.press(press("button-2", "poison")));
      }
    }

    await(Future.all(good));
    for (Future<PressResult> each : bad) {
      assertThatThrownBy(() -> await(each))
          .cause()
          .isInstanceOfSatisfying(
              NotStored.class, e -> assertThat(e.reason()).isEqualTo(NotStored.Reason.FAULT));
    }
    assertThat(await(journal.read(0, 1_000)))
        .filteredOn(event -> event.type().equals("alarm.raised"))
        .hasSize(100);
  }

  @Test
  void theAnswerComesOnTheCallersContext() throws Exception {
    CompletableFuture<Boolean> same = new CompletableFuture<>();
    vertx.runOnContext(
        v -> {
          var asked = Vertx.currentContext();
          journal
              .press(press("button-1", "1"))
              .onComplete(r -> same.complete(Vertx.currentContext() == asked));
        });

    assertThat(same.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsTakenInAfterClosing() throws Exception {
    await(journal.close());

    assertThatThrownBy(() -> await(journal.press(press("button-1", "1"))))
        .hasCauseInstanceOf(NotStored.class);
  }
}
