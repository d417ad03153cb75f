package io.sharpeyes.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one target of events: each at least once, in order per district, after a restart too. A
 * district whose event can't be told waits for it; others go on. Everything happens on one event
 * loop.
 */
public final class Webhook {

  private static final Logger log = LoggerFactory.getLogger(Webhook.class);

  /** What leaves the house: what a head of the district is shown. */
  private static final Sight OUTSIDE = Sight.of(Person.Role.HEAD);

  private static final int PAGE = 256;
  private static final int MOST_WAITING = 10_000;
  private static final long KEEP_EVERY_MS = 60_000;
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 600_000;
  private static final Set<String> FOR_PEOPLE =
      Set.of("incident.escalated", "area-event.escalated", "assignment.overdue");

  private final Vertx vertx;
  private final Context context;
  private final Journal journal;
  private final WebhookTarget target;
  private final Path file;
  private final InstantSource clock;
  private final HttpClient client;
  private final BiFunction<StoredEvent, Sight, Buffer> json;
  private final Supplier<Registry> registry;
  private final Counter delivered;
  private final Counter givenUp;

  // Only on the context.
  private final Map<String, Deque<StoredEvent>> waiting = new HashMap<>();
  private final SortedSet<Long> unfinished = new TreeSet<>();
  private SortedSet<Long> done = new TreeSet<>();
  private long position;
  private long timer = -1;
  private boolean started;
  private boolean reading;
  private boolean writing;
  private boolean changed;
  private boolean stopped;

  /**
   * Makes one; {@link #start} makes it work.
   *
   * @param registry tells which district lies within which
   * @param folder where cursors are kept
   */
  public Webhook(
      Vertx vertx,
      Journal journal,
      EventHub hub,
      Supplier<Registry> registry,
      WebhookTarget target,
      Path folder,
      InstantSource clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.journal = journal;
    this.json = hub::json;
    this.registry = registry;
    this.target = target;
    this.file = folder.resolve(target.name() + ".json");
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(5_000).setKeepAlive(false));
    this.delivered =
        Counter.builder("sharpeyes.webhook.delivered")
            .tag("target", target.name())
            .register(meters);
    this.givenUp =
        Counter.builder("sharpeyes.webhook.given.up").tag("target", target.name()).register(meters);
  }

  /** Goes on where it was; a new target begins with what comes. */
  public Future<Void> start() {
    return vertx
        .executeBlocking(() -> WebhookCursor.read(file, journal.lastSequence()))
        .map(
            cursor -> {
              journal.onCommitted(events -> context.runOnContext(v -> readOn()));
              context.runOnContext(v -> begin(cursor));
              return null;
            });
  }

  private void begin(WebhookCursor cursor) {
    position = cursor.after();
    done = cursor.done();
    started = true;
    timer = vertx.setPeriodic(KEEP_EVERY_MS, id -> keep());
    readOn();
  }

  /** Stops; what was not told will be told after the next start. */
  public Future<Void> stop() {
    context.runOnContext(
        v -> {
          stopped = true;
          vertx.cancelTimer(timer);
        });
    return client.close();
  }

  private void readOn() {
    boolean full = unfinished.size() >= MOST_WAITING;
    if (!started || reading || stopped || full || position >= journal.lastSequence()) {
      return;
    }
    reading = true;
    journal
        .read(position, PAGE)
        .onComplete(
            page ->
                context.runOnContext(
                    v -> {
                      reading = false;
                      if (page.succeeded()) {
                        take(page.result());
                      } else {
                        log.atWarn().setCause(page.cause()).log("webhook can't read the log");
                        vertx.setTimer(FIRST_PAUSE_MS, id -> readOn());
                      }
                    }));
  }

  private void take(List<StoredEvent> events) {
    for (StoredEvent event : events) {
      position = event.sequence();
      if (isWanted(event) && !done.remove(event.sequence())) {
        unfinished.add(event.sequence());
        Deque<StoredEvent> queue =
            waiting.computeIfAbsent(event.district(), district -> new ArrayDeque<>());
        queue.add(event);
        if (queue.size() == 1) {
          tell(event, 0);
        }
      }
    }
    readOn();
  }

  private boolean isWanted(StoredEvent event) {
    return isOfWantedType(event) && isOfWantedDistrict(event.district());
  }

  private boolean isOfWantedDistrict(String district) {
    Registry here = registry.get();
    return target.districts().isEmpty()
        || target.districts().stream().anyMatch(wanted -> here.isWithin(district, wanted));
  }

  private boolean isOfWantedType(StoredEvent event) {
    if (!target.types().isEmpty()) {
      return target.types().contains(event.type());
    }
    if (!FOR_PEOPLE.contains(event.type())) {
      return false;
    }
    return event.type().equals("assignment.overdue")
        || "webhook".equals(new JsonObject(event.data()).getString("notify"));
  }

  private void tell(StoredEvent event, int failures) {
    if (stopped) {
      return;
    }
    String id = "sharp-eyes-" + event.sequence();
    WebhookCall.post(client, target, id, json.apply(event, OUTSIDE), clock.instant())
        .onComplete(
            told ->
                context.runOnContext(
                    v -> {
                      if (told.succeeded()) {
                        delivered.increment();
                        finished(event);
                      } else {
                        again(event, failures + 1, told.cause());
                      }
                    }));
  }

  private void again(StoredEvent event, int failures, Throwable cause) {
    Instant end = event.at().plus(target.keepTryingFor());
    if (clock.instant().isAfter(end)) {
      givenUp.increment();
      log.atError()
          .addKeyValue("target", target.name())
          .addKeyValue("event", event.sequence())
          .addKeyValue("cause", cause.getMessage())
          .log("webhook gave an event up");
      finished(event);
      return;
    }
    if (failures == 1) {
      log.atWarn()
          .addKeyValue("target", target.name())
          .addKeyValue("event", event.sequence())
          .addKeyValue("cause", cause.getMessage())
          .log("webhook not taken, will be tried again");
    }
    vertx.setTimer(pauseMs(failures), id -> tell(event, failures));
  }

  /** Doubles, up to ten minutes; a random half of it, so that targets aren't hit in step. */
  private static long pauseMs(int failures) {
    long longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures - 1, 20));
    return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
  }

  private void finished(StoredEvent event) {
    unfinished.remove(event.sequence());
    done.add(event.sequence());
    Deque<StoredEvent> queue = waiting.get(event.district());
    if (queue != null) {
      queue.poll();
      StoredEvent next = queue.peek();
      if (next == null) {
        waiting.remove(event.district());
      } else {
        tell(next, 0);
      }
    }
    keep();
    readOn();
  }

  private void keep() {
    changed = true;
    if (writing) {
      return;
    }
    writing = true;
    changed = false;
    long after = unfinished.isEmpty() ? position : Math.min(position, unfinished.first() - 1);
    done = new TreeSet<>(done.tailSet(after + 1));
    WebhookCursor cursor = new WebhookCursor(after, new TreeSet<>(done));
    vertx
        .executeBlocking(
            () -> {
              cursor.write(file);
              return after;
            })
        .onFailure(error -> log.atError().setCause(error).log("webhook cursor not written"))
        .onComplete(
            written ->
                context.runOnContext(
                    v -> {
                      writing = false;
                      if (changed) {
                        keep();
                      }
                    }));
  }
}
