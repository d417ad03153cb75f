package io.sharpeyes.gateway.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sharpeyes.device.video.CameraStream;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.device.video.ClipSummary;
import io.sharpeyes.device.video.Snapshot;
import io.sharpeyes.gateway.evidence.CameraReach.Ranked;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.incident.Status;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What cameras do at a press, before anybody asks: the best ones are opened, their picture of that
 * moment is kept, and those that pre-record keep a clip with the seconds before it. An alarm never
 * waits for any of this; when there is too much of it, pictures are left out first, and counted.
 */
final class AlarmPictures {

  private static final Logger log = LoggerFactory.getLogger(AlarmPictures.class);

  /** Incidents that are opened in one second and get pictures; more are an overload. */
  private static final int MOST_OPENINGS_PER_SECOND = 50;

  private static final int MOST_WAITING = 200;
  private static final int MOST_WAITING_ALARMS = 1_000;
  private static final int MOST_SNAPSHOTS = 128;
  private static final int MOST_CLIPS = 64;

  /** Incidents of one place at once share a camera; each has its own clip of it. */
  private static final int MOST_CLIPS_OF_A_CAMERA = 3;

  /** Somebody has it, or looks at it anew, and will look through its cameras soon. */
  private static final Set<String> SOON_LOOKED_AT =
      Set.of("incident.claimed", "incident.taken-over", "incident.reopened", "incident.repeated");

  private final Journal journal;
  private final CameraStreams streams;
  private final EvidenceStore store;
  private final CameraReach reach;
  private final OpenCameras openCameras;
  private final GrantSettings settings;
  private final InstantSource clock;
  private final Context context;
  private final Vertx vertx;
  private final Counter shed;
  private final Counter failed;
  private final AtomicInteger waiting = new AtomicInteger();

  // Of the journal's writer.
  private long second;
  private int openings;

  // Of the context.
  private final Map<String, Integer> clipsOf = new HashMap<>();
  private final AtomicInteger clips = new AtomicInteger();
  private final AtomicInteger snapshots = new AtomicInteger();

  /** What is not stored yet. */
  private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();

  AlarmPictures(
      Vertx vertx,
      Journal journal,
      CameraStreams streams,
      EvidenceStore store,
      CameraReach reach,
      OpenCameras openCameras,
      GrantSettings settings,
      InstantSource clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.journal = journal;
    this.streams = streams;
    this.store = store;
    this.reach = reach;
    this.openCameras = openCameras;
    this.settings = settings;
    this.clock = clock;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.shed =
        Counter.builder("sharpeyes.pictures.shed")
            .description("Pictures of a press that were left out because of too much at once")
            .register(meters);
    this.failed =
        Counter.builder("sharpeyes.pictures.failed")
            .description("Pictures of a press that the camera didn't give, or that weren't stored")
            .register(meters);
    meters.gauge("sharpeyes.clips.recording", clips);
  }

  /** Begins; the incidents that are open already get their cameras again. */
  Future<Void> start() {
    journal.onCommitted(this::committed);
    List<Incident> open =
        journal.open().stream()
            .sorted(Comparator.comparing(Incident::openedAt).reversed())
            .limit(OpenCameras.MOST_INCIDENTS)
            .toList();
    return vertx
        .executeBlocking(
            () -> {
              open.forEach(this::known);
              return null;
            },
            false)
        .mapEmpty();
  }

  private void known(Incident incident) {
    if (incident.status() != Status.SYSTEM) {
      openCameras.opened(
          incident.id(),
          reach.rankedNow(incident.place()).stream()
              .map(
                  one ->
                      new Ranked(one.camera(), CameraReach.isUsable(one.health()), one.prerecord()))
              .toList());
    }
  }

  /** On the writer's thread: only hands on. */
  private void committed(List<StoredEvent> events) {
    for (StoredEvent event : events) {
      switch (event.type()) {
        case "incident.opened" -> handOn(event);
        case "incident.closed", "incident.merged" ->
            context.runOnContext(now -> openCameras.closed(event.subject()));
        default -> {
          if (SOON_LOOKED_AT.contains(event.type())) {
            context.runOnContext(now -> again(event));
          }
        }
      }
    }
  }

  private void handOn(StoredEvent opened) {
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    openings = now == second ? openings + 1 : 1;
    second = now;
    boolean overload =
        openings > MOST_OPENINGS_PER_SECOND
            || journal.waitingAlarms() > MOST_WAITING_ALARMS
            || waiting.get() >= MOST_WAITING;
    if (overload) {
      shed.increment();
      return;
    }
    waiting.incrementAndGet();
    context.runOnContext(
        later -> {
          waiting.decrementAndGet();
          opened(opened);
        });
  }

  private void opened(StoredEvent event) {
    try {
      IncidentJson.incidentOf(event.type(), event.json())
          .filter(incident -> incident.status() != Status.SYSTEM)
          .ifPresent(incident -> opened(incident, CameraReach.rankedAtOpening(event)));
    } catch (UncheckedIOException unreadable) {
      failed.increment();
      log.atError()
          .addKeyValue("sequence", event.sequence())
          .setCause(unreadable)
          .log("an opened incident could not be read: it gets no pictures");
    }
  }

  private void opened(Incident incident, List<Ranked> ranked) {
    openCameras.opened(incident.id(), ranked);
    List<Ranked> best = best(ranked);
    best.forEach(one -> warm(one.camera()));
    ranked.stream().filter(Ranked::prerecord).forEach(one -> clip(incident, one.camera()));
    best.forEach(one -> snapshot(incident, one.camera()));
  }

  private List<Ranked> best(List<Ranked> ranked) {
    return ranked.stream().filter(Ranked::usable).limit(settings.alarmCameras()).toList();
  }

  private void again(StoredEvent event) {
    best(openCameras.of(event.subject())).forEach(one -> warm(one.camera()));
  }

  private void warm(String camera) {
    streams
        .find(camera)
        .ifPresent(
            stream -> stream.warm().onFailure(failure -> failed(camera, "be opened", failure)));
  }

  private void failed(String camera, String what, Throwable failure) {
    failed.increment();
    log.atInfo()
        .addKeyValue("camera", camera)
        .addKeyValue("cause", failure.getMessage())
        .log("a camera near an alarm could not " + what);
  }

  // The picture of the moment.

  private void snapshot(Incident incident, String camera) {
    CameraStream stream = streams.find(camera).orElse(null);
    if (stream == null || !store.hasRoom()) {
      return;
    }
    if (snapshots.get() >= MOST_SNAPSHOTS) {
      shed.increment();
      return;
    }
    snapshots.incrementAndGet();
    long sincePress = Duration.between(incident.openedAt(), clock.instant()).toNanos();
    track(
        stream
            .snapshot(System.nanoTime() - sincePress)
            .compose(taken -> keep(incident, camera, taken))
            .onFailure(failure -> failed(camera, "give a picture of that moment", failure))
            .onComplete(done -> snapshots.decrementAndGet()));
  }

  private Future<EvidencePiece> keep(Incident incident, String camera, Snapshot taken) {
    Instant at = clock.instant().minusNanos(System.nanoTime() - taken.receivedNanos());
    return store.write(
        incident.id(), camera, EvidencePiece.Kind.SNAPSHOT, "image/jpeg", at, at, taken.jpeg());
  }

  // The clip.

  private void clip(Incident incident, String camera) {
    CameraStream stream = streams.find(camera).filter(one -> one.source().prerecord()).orElse(null);
    if (stream == null || !store.hasRoom()) {
      return;
    }
    int ofCamera = clipsOf.getOrDefault(camera, 0);
    if (clips.get() >= MOST_CLIPS || ofCamera >= MOST_CLIPS_OF_A_CAMERA) {
      shed.increment();
      return;
    }
    clips.incrementAndGet();
    clipsOf.put(camera, ofCamera + 1);
    track(
        store
            .place(incident.id(), camera, EvidencePiece.Kind.CLIP, incident.openedAt())
            .compose(placed -> record(stream, placed))
            .onFailure(failure -> failed(camera, "give a clip", failure))
            .onComplete(done -> context.runOnContext(now -> clipEnded(camera))));
  }

  private void clipEnded(String camera) {
    clips.decrementAndGet();
    clipsOf.computeIfPresent(camera, (id, count) -> count == 1 ? null : count - 1);
  }

  private Future<Void> record(CameraStream stream, Placed placed) {
    Instant askedAt = clock.instant();
    return stream
        .clip(placed.path(), settings.clip())
        .compose(clip -> clip.finished())
        .compose(
            summary -> store.store(piece(placed, summary, askedAt)),
            failure -> store.abandon(placed).transform(x -> Future.failedFuture(failure)));
  }

  private static EvidencePiece piece(Placed placed, ClipSummary summary, Instant askedAt) {
    Instant from = askedAt.minus(summary.beforeRequest());
    return new EvidencePiece(
        placed.incident(),
        placed.camera(),
        placed.kind(),
        placed.file(),
        summary.sha256(),
        summary.bytes(),
        "video/mp4",
        from,
        from.plus(summary.duration()));
  }

  private void track(Future<?> one) {
    underWay.add(one);
    one.onComplete(done -> underWay.remove(one));
  }

  /** Waits for what is under way; the streams have been closed before. */
  Future<Void> finish() {
    return Future.join(List.copyOf(underWay)).<Void>mapEmpty().otherwiseEmpty();
  }
}
