package io.sharpeyes.gateway.evidence;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.CorrelationSettings;
import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.ResponseSettings;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.JournalSettings;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.ResponsePlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A journal, an audit and an evidence store on a real disk, with a clock that a test sets. */
final class EvidenceFixture implements AutoCloseable {

  static final Actor DESK = new Actor("dispatcher", "Desk One");
  static final Keys KEYS = Keys.generate(Instant.EPOCH);
  private static final String DISTRICT = "350700000000";
  private static final int SITES = 40;

  final Vertx vertx = Vertx.vertx();
  static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

  private volatile Instant now;
  final InstantSource clock = this::now;
  final Path data;
  final Registry registry = registry();
  final Journal journal;
  final AuditLog audit;
  final EvidenceStore store;
  final EvidenceHolds holds;
  private long presses;

  EvidenceFixture(Path data) throws Exception {
    this(data, 0);
  }

  EvidenceFixture(Path data, long minFreeBytes) throws Exception {
    this(data, minFreeBytes, settings(data.resolve("journal"), Duration.ZERO), START);
  }

  EvidenceFixture(Path data, long minFreeBytes, JournalSettings settings, Instant start)
      throws Exception {
    this.data = data;
    this.now = start;
    CaseBook book = new CaseBook(CorrelationSettings.DEFAULT, ResponseSettings.DEFAULT);
    book.registry(registry);
    journal = await(Journal.open(vertx, settings, book, clock, fatal -> {}));
    audit = AuditLog.open(data.resolve("audit.db"), KEYS, clock);
    store = new EvidenceStore(vertx, data.resolve("evidence"), journal, minFreeBytes, clock);
    await(store.start());
    holds = new EvidenceHolds(store, journal, audit);
  }

  static JournalSettings settings(Path folder, Duration retention) {
    JournalSettings base = JournalSettings.in(folder);
    return new JournalSettings(
        folder,
        base.alarmLane(),
        base.commandLane(),
        base.eventLane(),
        base.readQueue(),
        base.walLimitBytes(),
        0,
        base.snapshotEvents(),
        Duration.ofHours(1),
        retention);
  }

  private static Registry registry() {
    List<Site> sites = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < SITES; i++) {
      Position at = new Position(20 + 0.1 * i, 118);
      sites.add(new Site("site-" + i, "School " + i, "school", DISTRICT, at, i + " Road", ""));
      devices.add(
          new Device(
              new DeviceId("button-" + i),
              "Gate",
              Device.Kind.BUTTON,
              "site-" + i,
              "native",
              null,
              Device.FeedbackMode.FULL,
              null,
              null,
              null,
              null));
    }
    return new Registry(
        List.of(new District(DISTRICT, "County", null)),
        sites,
        List.of(),
        List.of(),
        devices,
        List.of(),
        List.of(),
        List.of());
  }

  /** Presses the button of a site; gives the incident. */
  String press(int site) throws Exception {
    Device device = registry.device(new DeviceId("button-" + site)).orElseThrow();
    Site known = registry.site("site-" + site).orElseThrow();
    ButtonPressed signal =
        new ButtonPressed(
            device.id(),
            now(),
            "p" + ++presses,
            120,
            false,
            null,
            false,
            null,
            null,
            false,
            null,
            null);
    Place place =
        new Place(
            known.id(),
            known.name(),
            known.kind(),
            DISTRICT,
            "County",
            known.position().latitude(),
            known.position().longitude(),
            null,
            known.address());
    return await(
            journal.press(new Press(signal, device, place, List.of(), ResponsePlan.EMPTY, null)))
        .incidentId();
  }

  /** Claims an incident and closes it. */
  Incident close(String incident) throws Exception {
    command(incident, new IncidentAction.Claim());
    return command(
        incident,
        new IncidentAction.Close(
            Disposition.FOUNDED, "quarrel", "all is well", List.of(), "", null, UnitsOut.UNSAID));
  }

  Incident command(String incident, IncidentAction action) throws Exception {
    return await(journal.command(new IncidentCommand(incident, null, DESK, action)));
  }

  /** Stores a snapshot. */
  EvidencePiece snapshot(String incident, String camera, byte[] content) throws Exception {
    return await(
        store.write(
            incident, camera, EvidencePiece.Kind.SNAPSHOT, "image/jpeg", now(), now(), content));
  }

  /** Keeps evidence for so long from now on, once. */
  void retain(Duration keep) throws Exception {
    await(new EvidenceRetention(store, journal, keep, clock).round());
  }

  void sweep(Duration keep) throws Exception {
    await(new EvidenceSweep(store, journal, keep, clock).round(true));
  }

  Incident incident(String id) throws Exception {
    return await(journal.incident(id)).orElseThrow();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Waits until something holds. */
  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within 30 s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    try {
      await(store.close());
      await(journal.close());
      audit.close();
      await(vertx.close());
    } catch (Exception e) {
      throw new AssertionError("it doesn't stop", e);
    }
  }
}
