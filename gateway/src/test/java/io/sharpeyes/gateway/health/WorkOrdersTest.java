package io.sharpeyes.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkOrdersTest {

  private static final Instant NOW = Instant.parse("2026-11-26T02:00:00.123Z");
  private static final Actor WANG = new Actor("wang", "王师傅");

  private final List<Event> log = new ArrayList<>();
  private final WorkOrders orders = begun(orders());

  private WorkOrders orders() {
    return new WorkOrders(
        event -> {
          log.add(event);
          return Future.succeededFuture((long) log.size());
        },
        InstantSource.fixed(NOW),
        ZoneId.of("Asia/Shanghai"));
  }

  /** As at the first start: there is nothing to recall. */
  private static WorkOrders begun(WorkOrders orders) {
    orders.recall(List.of());
    return orders;
  }

  private static WorkOrderRequest request(String title) {
    return new WorkOrderRequest(
        title, List.of("button-1"), List.of(), "school-1", "39", NOW.plusSeconds(60), "");
  }

  @Test
  void anOrderGoesFromOpenOverNotesToDone() {
    WorkOrder opened = orders.open(request("换电池"), WANG).result();
    assertThat(opened.id()).isEqualTo("O-20261126-0001");
    orders.note(opened.id(), "门锁着", WANG);
    WorkOrder done = orders.done(opened.id(), "换好了", WANG).result();
    assertThat(done.isOpen()).isFalse();
    assertThat(done.notes()).extracting(WorkOrder.Note::text).containsExactly("门锁着", "换好了");
    assertThat(log)
        .extracting(Event::type)
        .containsExactly("work-order.opened", "work-order.noted", "work-order.done");
    assertThat(log).allSatisfy(event -> assertThat(event.district()).isEqualTo("39"));
  }

  @Test
  void whatIsDoneIsNotDoneAgain() {
    String id = orders.open(request("lens"), WANG).result().id();
    orders.done(id, "", WANG);
    assertThat(orders.done(id, "", WANG).cause())
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.reason()).isEqualTo(Rejected.Reason.ILLEGAL_TRANSITION));
  }

  @Test
  void theLastEventOfEachOrderGivesTheSameOrdersAgain() {
    String first = orders.open(request("first"), WANG).result().id();
    orders.open(request("second"), WANG);
    orders.done(first, "good again", WANG);
    WorkOrders again = orders();
    again.recall(List.of(stored(log.get(1)), stored(log.get(2)), garbage()));
    assertThat(again.all()).isEqualTo(orders.all());
    assertThat(again.open(request("third"), WANG).result().id()).isEqualTo("O-20261126-0003");
  }

  private static StoredEvent stored(Event event) {
    return stored(event, write(event.data()));
  }

  private static byte[] write(Object data) {
    try {
      return ApiJson.MAPPER.writeValueAsBytes(data);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static StoredEvent stored(Event event, byte[] data) {
    return new StoredEvent(
        1, event.type(), event.subject(), event.at(), event.district(), null, Set.of(), data);
  }

  private static StoredEvent garbage() {
    Event event = new Event("work-order.done", "O-1", NOW, "39", null, Set.of(), "");
    return stored(event, "{\"order\":[1]}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void twoNotesAtOnceBothStay() {
    List<Promise<Long>> stores = new ArrayList<>();
    WorkOrders slow =
        new WorkOrders(
            event -> {
              Promise<Long> stored = Promise.promise();
              stores.add(stored);
              return stored.future();
            },
            InstantSource.fixed(NOW),
            ZoneId.of("UTC"));
    begun(slow);
    Future<WorkOrder> opened = slow.open(request("both"), WANG);
    stores.get(0).complete(1L);
    String id = opened.result().id();
    slow.note(id, "one", WANG);
    Future<WorkOrder> second = slow.note(id, "two", WANG);
    assertThat(stores).hasSize(2);
    stores.get(1).complete(2L);
    stores.get(2).complete(3L);
    assertThat(second.result().notes())
        .extracting(WorkOrder.Note::text)
        .containsExactly("one", "two");
  }

  @Test
  void whatCouldNotBeStoredHasChangedNothing() {
    WorkOrders broken =
        new WorkOrders(
            event -> Future.failedFuture("disk full"), InstantSource.fixed(NOW), ZoneId.of("UTC"));
    begun(broken);
    assertThat(broken.open(request("x"), WANG).failed()).isTrue();
    assertThat(broken.all()).isEmpty();
  }

  @Test
  void nothingChangesBeforeWhatThereWasIsKnownAndNoNumberIsGivenTwice() {
    Future<WorkOrder> before = orders.open(request("before"), WANG);
    StoredEvent kept = stored(log.get(0));
    WorkOrders restarted = orders();
    Future<WorkOrder> early = restarted.open(request("early"), WANG);
    assertThat(early.isComplete()).isFalse();
    restarted.recall(List.of(kept));
    assertThat(early.result().id()).isNotEqualTo(before.result().id());
    assertThat(restarted.all()).hasSize(2);
  }

  @Test
  void aDeadlineThatIsOverIsRefused() {
    WorkOrderRequest late = new WorkOrderRequest("x", List.of(), List.of(), null, "39", NOW, "");
    assertThat(orders.open(late, WANG).cause()).hasMessageContaining("deadline");
  }
}
