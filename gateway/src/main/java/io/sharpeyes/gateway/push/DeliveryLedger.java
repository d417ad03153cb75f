package io.sharpeyes.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which desk had an incident on its screen, and when: pushed, rendered, seen. Collected for a
 * second and then stored as one event an incident, after everything that matters more; what a flood
 * of incidents leaves no room for is dropped and counted. Any thread.
 */
final class DeliveryLedger {

  /** The type of its events; they stand in timelines and are not sent to readers. */
  static final String TYPE = "delivery.recorded";

  private static final Logger log = LoggerFactory.getLogger(DeliveryLedger.class);
  private static final long EVERY_MS = 1_000;
  private static final int MAX_INCIDENTS = 5_000;
  private static final int MAX_DESKS = 256;
  private static final int MAX_STORED_AT_ONCE = 200;

  /** How far a frame came on one desk. */
  record Desk(
      String user,
      String name,
      String event,
      @Nullable Instant renderedAt,
      @Nullable Instant seenAt) {}

  /** That a frame was handed to so many sockets. */
  record Pushed(String event, int streams, Instant at) {}

  /** Who said so; whether they may see the incident is looked up when it is stored. */
  private record Said(Person person, Desk desk) {}

  private static final class Entry {
    private @Nullable Pushed pushed;
    private final Map<String, Said> desks = new LinkedHashMap<>();
  }

  private final Vertx vertx;
  private final Journal journal;
  private final Supplier<Registry> registry;
  private final InstantSource clock;
  private final Counter dropped;
  private final Map<String, Entry> pending = new LinkedHashMap<>();
  private long timer = -1;

  DeliveryLedger(
      Vertx vertx,
      Journal journal,
      Supplier<Registry> registry,
      InstantSource clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.journal = journal;
    this.registry = registry;
    this.clock = clock;
    this.dropped =
        Counter.builder("sharpeyes.ledger.dropped")
            .description("Entries of the delivery ledger that there was no room for")
            .register(meters);
  }

  void start() {
    timer = vertx.setPeriodic(EVERY_MS, id -> store());
  }

  /** Stores what is pending and ends. */
  Future<Void> stop() {
    vertx.cancelTimer(timer);
    return store();
  }

  /** Notes that a frame was handed to the sockets of all readers. */
  synchronized void pushed(String incident, String event, int streams) {
    Entry entry = entry(incident);
    if (entry != null) {
      entry.pushed = new Pushed(event, streams, clock.instant());
    }
  }

  /** Notes that a desk says it has a frame on its screen. */
  synchronized void rendered(Person person, String incident, String event) {
    note(person, incident, event, true);
  }

  /** Notes that a desk says somebody has looked at it. */
  synchronized void seen(Person person, String incident, String event) {
    note(person, incident, event, false);
  }

  private void note(Person person, String incident, String event, boolean rendered) {
    Entry entry = entry(incident);
    String key = person.user() + ' ' + event;
    if (entry == null || (entry.desks.size() >= MAX_DESKS && !entry.desks.containsKey(key))) {
      dropped.increment();
      return;
    }
    Instant now = clock.instant();
    Said saidBefore = entry.desks.get(key);
    Desk before = saidBefore == null ? null : saidBefore.desk();
    Instant renderedAt = before != null && before.renderedAt() != null ? before.renderedAt() : null;
    Instant seenAt = before != null && before.seenAt() != null ? before.seenAt() : null;
    Desk desk =
        new Desk(
            person.user(),
            person.name(),
            event,
            rendered && renderedAt == null ? now : renderedAt,
            !rendered && seenAt == null ? now : seenAt);
    entry.desks.put(key, new Said(person, desk));
  }

  private @Nullable Entry entry(String incident) {
    Entry entry = pending.get(incident);
    if (entry == null && pending.size() < MAX_INCIDENTS) {
      entry = new Entry();
      pending.put(incident, entry);
    }
    return entry;
  }

  private Future<Void> store() {
    Map<String, Entry> taken = take();
    if (taken.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, Incident> open =
        journal.open().stream()
            .filter(incident -> taken.containsKey(incident.id()))
            .collect(Collectors.toMap(Incident::id, Function.identity()));
    List<Future<Long>> stores = new ArrayList<>();
    taken.forEach(
        (id, entry) -> {
          Incident incident = open.get(id);
          if (incident != null && dropForeign(incident, entry)) {
            stores.add(journal.append(event(incident, entry)));
          }
        });
    return Future.join(stores)
        .<Void>mapEmpty()
        .onFailure(error -> log.atWarn().setCause(error).log("delivery ledger not stored"))
        .otherwiseEmpty();
  }

  /** What somebody says about an incident that they may not see is no delivery. */
  private boolean dropForeign(Incident incident, Entry entry) {
    Topic topic = Topic.of(incident, registry.get());
    entry.desks.values().removeIf(said -> !Rights.maySee(said.person(), topic));
    return entry.pushed != null || !entry.desks.isEmpty();
  }

  private synchronized Map<String, Entry> take() {
    Map<String, Entry> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Entry>> oldest = pending.entrySet().iterator();
    while (oldest.hasNext() && taken.size() < MAX_STORED_AT_ONCE) {
      Map.Entry<String, Entry> next = oldest.next();
      taken.put(next.getKey(), next.getValue());
      oldest.remove();
    }
    return taken;
  }

  private Event event(Incident incident, Entry entry) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", incident.id());
    if (entry.pushed != null) {
      data.put("pushed", entry.pushed);
    }
    data.put("desks", entry.desks.values().stream().map(Said::desk).toList());
    return new Event(
        TYPE, incident.id(), clock.instant(), incident.place().district(), null, Set.of(), data);
  }
}
