package io.sharpeyes.gateway.health;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work orders (工单). They live beside the case book, not in it: a press never waits for one.
 * Each change is an event {@code work-order.*} with the whole order; what stands is rebuilt from
 * the last event of each. Changes are made one after the other, each after the one before it is
 * stored; what can't be stored has changed nothing. Any thread.
 */
public final class WorkOrders {

  /** How many may be open at a time. */
  static final int OPEN_MOST = 2_000;

  /** How many that are done are kept to be shown; the oldest goes first. */
  static final int DONE_KEPT = 500;

  /** How many notes one may have. */
  static final int NOTES_MOST = 100;

  private static final int WAITING_MOST = 200;
  private static final Logger log = LoggerFactory.getLogger(WorkOrders.class);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Function<Event, Future<Long>> store;
  private final InstantSource clock;
  private final ZoneId zone;

  /** Changes wait for what was there before a restart: else a number would be given twice. */
  private final Promise<Void> recalled = Promise.promise();

  // All guarded by this.
  private final Map<String, WorkOrder> orders = new TreeMap<>();
  private String lastId = "";
  private Future<?> last;
  private int waiting;

  /**
   * Makes it, empty; changes wait until it was told what there is: {@link #recall}.
   *
   * @param store stores an event; the future succeeds when it is on disk
   * @param zone whose days the ids count
   */
  public WorkOrders(Function<Event, Future<Long>> store, InstantSource clock, ZoneId zone) {
    this.store = store;
    this.last = recalled.future();
    this.clock = clock;
    this.zone = zone;
  }

  /** Takes back in what the log has last of each order; one that can't be read is passed over. */
  public synchronized void recall(List<StoredEvent> latest) {
    for (StoredEvent event : latest) {
      try {
        JsonNode order = JSON.readTree(event.json()).path("order");
        put(JSON.treeToValue(order, WorkOrder.class));
      } catch (IOException | IllegalArgumentException | NullPointerException unreadable) {
        log.atWarn()
            .addKeyValue("sequence", event.sequence())
            .addKeyValue("cause", unreadable.getMessage())
            .log("a work order in the log can't be read; passed over");
      }
    }
    recalled.tryComplete();
  }

  /** All, by their ids: a copy. */
  public synchronized List<WorkOrder> all() {
    return List.copyOf(orders.values());
  }

  /** One, or null. */
  public synchronized @Nullable WorkOrder find(String id) {
    return orders.get(id);
  }

  /**
   * Writes one.
   *
   * @return fails with {@code Rejected}
   */
  public Future<WorkOrder> open(WorkOrderRequest request, Actor by) {
    return inTurn("work-order.opened", () -> opened(request, by), by);
  }

  /**
   * Notes something, whether it is done or not.
   *
   * @return fails with {@code Rejected}
   */
  public Future<WorkOrder> note(String id, String text, Actor by) {
    return inTurn("work-order.noted", () -> noted(known(id), text, by), by);
  }

  /**
   * Says that it is done.
   *
   * @param text the last note; empty if there is none
   * @return fails with {@code Rejected}, also if it was done already
   */
  public Future<WorkOrder> done(String id, String text, Actor by) {
    return inTurn("work-order.done", () -> finished(known(id), text, by), by);
  }

  private WorkOrder opened(WorkOrderRequest request, Actor by) {
    Instant now = clock.instant();
    Instant due = request.dueAt();
    if (due != null && !due.isAfter(now)) {
      throw invalid("The deadline is over already: name a later one");
    }
    if (orders.values().stream().filter(WorkOrder::isOpen).count() >= OPEN_MOST) {
      throw new Rejected(
          Rejected.Reason.LIMIT, "Too many work orders are open: finish some first", null);
    }
    WorkOrder order =
        new WorkOrder(
            nextId(now),
            request.title(),
            request.devices(),
            request.cameras(),
            request.site(),
            request.district(),
            due,
            WorkOrder.State.OPEN,
            by,
            now,
            List.of(),
            null,
            null);
    return request.note().isBlank() ? order : order.noted(request.note(), by, now);
  }

  private WorkOrder noted(WorkOrder order, String text, Actor by) {
    if (order.notes().size() >= NOTES_MOST) {
      throw new Rejected(
          Rejected.Reason.LIMIT,
          "A work order has at most " + NOTES_MOST + " notes: write another order",
          null);
    }
    return order.noted(text, by, clock.instant());
  }

  private WorkOrder finished(WorkOrder order, String text, Actor by) {
    if (!order.isOpen()) {
      throw new Rejected(
          Rejected.Reason.ILLEGAL_TRANSITION,
          "Work order " + order.id() + " is done already",
          null);
    }
    WorkOrder last = text.isBlank() ? order : order.noted(text, by, clock.instant());
    return last.done(by, clock.instant());
  }

  private WorkOrder known(String id) {
    WorkOrder order = orders.get(id);
    if (order == null) {
      throw new Rejected(Rejected.Reason.NOT_FOUND, "There is no work order " + id, null);
    }
    return order;
  }

  private static Rejected invalid(String sentence) {
    return new Rejected(Rejected.Reason.INVALID, sentence, null);
  }

  private String nextId(Instant now) {
    String day = "O-" + DAY.format(now.atZone(zone)) + "-";
    int before = lastId.startsWith(day) ? Integer.parseInt(lastId.substring(day.length())) : 0;
    return day + String.format(Locale.ROOT, "%04d", before + 1);
  }

  private synchronized Future<WorkOrder> inTurn(String type, Supplier<WorkOrder> change, Actor by) {
    if (waiting >= WAITING_MOST) {
      return Future.failedFuture(
          new Rejected(Rejected.Reason.LIMIT, "Too many changes of work orders wait", null));
    }
    waiting++;
    Future<WorkOrder> mine = last.transform(before -> make(type, change, by));
    last = mine;
    return mine.onComplete(end -> left());
  }

  private synchronized void left() {
    waiting--;
  }

  private Future<WorkOrder> make(String type, Supplier<WorkOrder> change, Actor by) {
    WorkOrder order;
    synchronized (this) {
      try {
        order = change.get();
      } catch (Rejected rejected) {
        return Future.failedFuture(rejected);
      }
    }
    return store.apply(event(type, order, by)).map(sequence -> put(order));
  }

  private Event event(String type, WorkOrder order, Actor by) {
    Map<String, Object> data = Map.of("order", order, "by", by);
    return new Event(type, order.id(), clock.instant(), order.district(), null, Set.of(), data);
  }

  private synchronized WorkOrder put(WorkOrder order) {
    orders.put(order.id(), order);
    if (order.id().compareTo(lastId) > 0) {
      lastId = order.id();
    }
    List<WorkOrder> done = orders.values().stream().filter(one -> !one.isOpen()).toList();
    if (done.size() > DONE_KEPT) {
      done.stream()
          .min(Comparator.comparing(WorkOrders::doneAt))
          .ifPresent(oldest -> orders.remove(oldest.id()));
    }
    return order;
  }

  private static Instant doneAt(WorkOrder order) {
    return order.doneAt() == null ? Instant.EPOCH : order.doneAt();
  }
}
