package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.journal.Lanes.Lane;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Context CONTEXT = VERTX.getOrCreateContext();
  private static final JournalSettings SETTINGS = JournalSettings.in(Path.of("unused"));

  private final Lanes lanes = new Lanes(SETTINGS);
  private final Map<Ask<?>, Lane> laneOf = new LinkedHashMap<>();

  @AfterContainer
  static void close() {
    VERTX.close();
  }

  private static Ask<Integer> ask() {
    return new Ask<>(new Input.Tick(), CONTEXT);
  }

  private Ask<?> offer(Lane lane) {
    Ask<?> ask = ask();
    lanes.offer(lane, ask);
    laneOf.put(ask, lane);
    return ask;
  }

  @Property
  void everyBatchIsInTheOrderOfTheLanesAndOfArrival(@ForAll @Size(max = 200) List<Lane> arrivals) {
    Lanes fresh = new Lanes(SETTINGS);
    Map<Ask<?>, Lane> lane = new HashMap<>();
    Map<Ask<?>, Integer> arrival = new HashMap<>();
    for (Lane each : arrivals) {
      Ask<?> ask = ask();
      arrival.put(ask, arrival.size());
      lane.put(ask, each);
      fresh.offer(each, ask);
    }
    List<Ask<?>> taken = new ArrayList<>(fresh.poll());
    Comparator<Ask<?>> order =
        Comparator.comparing((Ask<?> ask) -> lane.get(ask)).thenComparing(arrival::get);

    assertThat(taken).isSortedAccordingTo(order);
    while (taken.size() < arrivals.size()) {
      List<Ask<?>> more = fresh.poll();
      assertThat(more).isNotEmpty().isSortedAccordingTo(order);
      taken.addAll(more);
    }
    assertThat(taken).doesNotHaveDuplicates().hasSize(arrivals.size());
  }

  @Test
  void aFloodInOneLaneLeavesEveryBatchRoomForTheOthers() {
    for (int i = 0; i < 10_000; i++) {
      offer(Lane.ALARMS);
    }
    Ask<?> command = offer(Lane.COMMANDS);
    Ask<?> event = offer(Lane.EVENTS);
    Ask<?> ledger = offer(Lane.LEDGER);

    List<Ask<?>> batch = lanes.poll();
    assertThat(batch).hasSizeLessThan(3_000).endsWith(command, event, ledger);
  }

  @Test
  void aFullLaneRefusesAndTheOthersDoNot() {
    for (int i = 0; i < SETTINGS.alarmLane(); i++) {
      offer(Lane.ALARMS);
    }
    assertThatThrownBy(() -> offer(Lane.ALARMS))
        .isInstanceOfSatisfying(
            NotStored.class, e -> assertThat(e.reason()).isEqualTo(NotStored.Reason.OVERLOADED))
        .hasMessageContaining("alarms are waiting for the disk");
    offer(Lane.COMMANDS);
    lanes.poll();
    offer(Lane.ALARMS);
  }

  @Test
  void ofAPersonsComingsAndGoingsTheLastCounts() {
    Ask<Boolean> came = presence(true);
    Ask<Boolean> went = presence(false);
    lanes.offerPresence("a", came);
    lanes.offerPresence("b", presence(true));
    lanes.offerPresence("a", went);

    assertThat(lanes.poll()).hasSize(2).contains(went).doesNotContain(came);
  }

  private static Ask<Boolean> presence(boolean online) {
    return new Ask<>(new Input.Presence(new Actor("a", "A"), "d", online), CONTEXT);
  }

  @Test
  void whatWasTakenInIsStillServedAfterClosing() {
    Ask<?> waiting = offer(Lane.ALARMS);
    lanes.close();

    assertThatThrownBy(() -> offer(Lane.ALARMS)).isInstanceOf(NotStored.class);
    assertThat(lanes.isDone()).isFalse();
    assertThat(lanes.poll()).isEqualTo(List.of(waiting));
    assertThat(lanes.isDone()).isTrue();
  }

  @Test
  void afterAnAbortNothingIsToBeWritten() {
    offer(Lane.ALARMS);
    lanes.abort();

    assertThat(lanes.isDone()).isTrue();
  }
}
