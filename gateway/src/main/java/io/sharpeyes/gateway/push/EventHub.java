package io.sharpeyes.gateway.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Hands every committed event to every reader that may see it. Any thread.
 *
 * <p>The journal's writer thread only wraps what it committed and puts it on the queue of each
 * event loop ({@link PushLoop}); there it is encoded, by whichever loop needs it first, and written
 * to the sockets of that loop.
 */
public final class EventHub {

  private static final long HEARTBEAT_MS = 5_000;

  private final Vertx vertx;
  private final Journal journal;
  private final PushSettings settings;
  private final InstantSource clock;
  private final FrameEncoder encoder;
  private final Presence presence;
  private final DeliveryLedger ledger;
  private final Timer pushed;
  private final Counter tooSlow;
  private final Counter reset;
  private final Map<Thread, PushLoop> loopOfThread = new ConcurrentHashMap<>();
  private final List<PushLoop> loops = new CopyOnWriteArrayList<>();
  private long heartbeat = -1;

  /**
   * Makes a hub; {@link #start} makes it work.
   *
   * @param mapper writes incidents and events that aren't stored
   * @param registry the registry as it stands
   */
  public EventHub(
      Vertx vertx,
      Journal journal,
      ObjectMapper mapper,
      Supplier<Registry> registry,
      PushSettings settings,
      InstantSource clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
    this.encoder = new FrameEncoder(mapper, registry);
    this.presence = new Presence(journal, settings);
    this.ledger = new DeliveryLedger(vertx, journal, registry, clock, meters);
    this.pushed =
        Timer.builder("sharpeyes.alarm.pushed")
            .description("From the gateway taking an alarm to the last desk's socket having it")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(meters);
    this.tooSlow =
        Counter.builder("sharpeyes.readers.too.slow")
            .description("Streams closed because the reader was too slow")
            .register(meters);
    Gauge.builder("sharpeyes.desks.online", presence, desks -> desks.deskDistricts().size())
        .description("Dispatchers' desks that are online")
        .register(meters);
    this.reset =
        Counter.builder("sharpeyes.readers.reset")
            .description("Streams cut because the reader didn't take even the close")
            .register(meters);
    Gauge.builder("sharpeyes.readers", presence, Presence::streams)
        .description("Event streams that are up")
        .register(meters);
  }

  /** Begins to read what is committed, and to beat. */
  public void start() {
    journal.onCommitted(this::committed);
    heartbeat = vertx.setPeriodic(HEARTBEAT_MS, id -> beat());
    ledger.start();
  }

  private void beat() {
    loops.forEach(PushLoop::beat);
  }

  /** The districts of the dispatchers' desks that are online now. */
  public Collection<String> deskDistricts() {
    return presence.deskDistricts();
  }

  /** On the journal's writer thread: only hands on. */
  private void committed(List<StoredEvent> events) {
    List<Frame> frames = new ArrayList<>(events.size());
    for (StoredEvent event : events) {
      frames.add(frame(event, true));
    }
    hand(frames);
  }

  /** Sends an event that is not stored: {@code unit.moved}, {@code scene.movement}. */
  public void publish(Event event) {
    hand(List.of(Frame.passing(encoder, event)));
  }

  private void hand(List<Frame> frames) {
    List<PushLoop> now = List.copyOf(loops);
    Batch batch = new Batch(frames, now.size());
    now.forEach(loop -> loop.offer(batch));
  }

  /** A stored event as readers with a sight get it: one CloudEvents object, UTF-8. */
  public Buffer json(StoredEvent event, Sight sight) {
    return Buffer.buffer(frame(event, false).json(sight));
  }

  /** Notes that all loops have handed a batch to their sockets. */
  void pushed(Batch batch) {
    Instant now = clock.instant();
    for (Frame frame : batch.frames()) {
      if (frame.type().equals("incident.opened") || frame.type().equals("incident.repeated")) {
        pushed.record(Duration.between(frame.at(), now));
        ledger.pushed(frame.subject(), frame.id(), frame.sentTo());
      }
    }
  }

  /**
   * The loop of the event loop that this is called on.
   *
   * @throws IllegalStateException on another thread
   */
  PushLoop loop() {
    return loopOfThread.computeIfAbsent(
        Thread.currentThread(),
        thread -> {
          Context context = vertx.getOrCreateContext();
          if (!context.isEventLoopContext()) {
            throw new IllegalStateException("a stream must be opened on an event loop");
          }
          PushLoop loop = new PushLoop(this, context);
          loops.add(loop);
          // After it is listed: what is committed from now on will be offered to it.
          loop.startsAt(journal.lastSequence());
          return loop;
        });
  }

  /** Closes the streams of a sign-in that has ended. */
  public void signedOut(String session) {
    signOut(reader -> reader.session().equals(session), "signed out");
  }

  /** Closes all streams of a person whose sign-ins have ended. */
  public void allSignedOut(String user) {
    signOut(reader -> reader.person().user().equals(user), "signed out everywhere");
  }

  private void signOut(Predicate<Reader> whose, String reason) {
    for (PushLoop loop : loops) {
      loop.run(
          desk -> {
            if (whose.test(desk.reader())) {
              desk.close(DeskLink.SIGNED_OUT, reason);
            }
          });
    }
  }

  /** Ends all streams in order; readers come back by themselves. */
  public Future<Void> stop() {
    vertx.cancelTimer(heartbeat);
    List<Future<Void>> ends = new ArrayList<>();
    for (PushLoop loop : loops) {
      Promise<Void> end = Promise.promise();
      loop.run(desk -> desk.close(DeskLink.GOING_AWAY, "the gateway stops; come back"));
      loop.afterwards(end);
      ends.add(end.future());
    }
    return Future.join(ends).compose(done -> ledger.stop());
  }

  boolean admits(Reader reader) {
    return presence.admits(reader);
  }

  void came(Reader reader) {
    presence.came(reader);
  }

  void left(Reader reader) {
    presence.left(reader);
  }

  void countReset() {
    reset.increment();
  }

  void countTooSlow() {
    tooSlow.increment();
  }

  Future<List<StoredEvent>> read(long after) {
    return journal.read(after, settings.pageEvents());
  }

  Frame frame(StoredEvent event, boolean open) {
    return Frame.stored(encoder, event, open);
  }

  OpenIncidents open() {
    return new OpenIncidents(journal.open());
  }

  Snapshot snapshot(Reader reader) {
    return new Snapshot(encoder, journal.open(), reader);
  }

  long lastSequence() {
    return journal.lastSequence();
  }

  long firstSequence() {
    return journal.firstSequence();
  }

  PushSettings settings() {
    return settings;
  }

  DeliveryLedger ledger() {
    return ledger;
  }

  Vertx vertx() {
    return vertx;
  }
}
