package io.sharpeyes.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.device.video.StreamListener;
import io.sharpeyes.device.video.StreamSettings;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.CredentialSealing;
import io.sharpeyes.gateway.access.CredentialStore;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.Handovers;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.correlation.CameraRankingSettings;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.evidence.EvidenceStore;
import io.sharpeyes.gateway.evidence.GrantSettings;
import io.sharpeyes.gateway.evidence.Pictures;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.HealthReport;
import io.sharpeyes.gateway.health.HealthSettings;
import io.sharpeyes.gateway.health.WorkOrders;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.CorrelationSettings;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.ResponseSettings;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.JournalSettings;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.push.PushSettings;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistrySecrets;
import io.sharpeyes.gateway.registry.Secret;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.ResponseRankingSettings;
import io.sharpeyes.gateway.response.SentUnits;
import io.sharpeyes.gateway.response.UnitRanking;
import io.sharpeyes.gateway.response.UnitStates;
import io.sharpeyes.gateway.settings.HttpSettings;
import io.sharpeyes.gateway.settings.MapSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A gateway without devices' protocols: real journal, real streams, real HTTP on a free port. */
final class GatewayFixture implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final Registry registry = County.registry();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final UnitStates unitStates;
  final CameraWatch cameraWatch = new CameraWatch(event -> {});
  final DeviceWatch deviceWatch =
      new DeviceWatch(HealthSettings.DEFAULT, Instant.now(), event -> {});
  final Journal journal;
  final EventHub hub;
  final SignIn signIn;
  final int port;
  final AuditLog audit;
  final Pictures pictures;
  final EvidenceDesk evidence;
  final Handovers handovers;
  private final CameraStreams streams;
  private final EvidenceStore store;
  private final CameraRanking cameras;
  private final UnitRanking units;

  /** Passwords take long to hash; one set does for all tests. */
  private static final Keys KEYS = Keys.generate(Instant.EPOCH);

  private static final CredentialStore CREDENTIALS = credentials();

  private static final HttpSettings HTTP =
      new HttpSettings(
          "127.0.0.1",
          0,
          HttpSettings.DEFAULT.tls(),
          null,
          64 << 10,
          16 << 20,
          Duration.ofSeconds(60));

  GatewayFixture(Path folder) throws Exception {
    this(folder, PushSettings.DEFAULT);
  }

  GatewayFixture(Path folder, PushSettings push) throws Exception {
    InstantSource clock = InstantSource.system();
    Path map = Files.createDirectories(folder.resolve("map"));
    Files.writeString(
        map.resolve("roads.geojson"), "{\"type\":\"FeatureCollection\",\"features\":[]}");
    cameras = new CameraRanking(registry.cameras(), CameraRankingSettings.DEFAULT);
    units = new UnitRanking(registry, ResponseRankingSettings.DEFAULT);
    cameraWatch.registry(registry);
    deviceWatch.registry(registry, Instant.now());
    CaseBook book = new CaseBook(CorrelationSettings.DEFAULT, ResponseSettings.DEFAULT);
    book.registry(registry);
    journal = await(Journal.open(vertx, settings(folder), book, clock, fatal -> {}));
    unitStates = new UnitStates(journal::isOnDuty, journal::ofUnit);
    hub = new EventHub(vertx, journal, ApiJson.MAPPER, () -> registry, push, clock, meters);
    hub.start();
    signIn =
        new SignIn(
            vertx,
            () -> registry,
            () -> CREDENTIALS,
            Duration.ofHours(12),
            Duration.ofHours(12),
            clock);
    audit = AuditLog.open(folder.resolve("audit.db"), KEYS, clock);
    streams =
        new CameraStreams(
            vertx,
            new RtspClient(vertx, RtspOptions.defaults(CameraAllowList.exceptThisMachine())),
            StreamSettings.defaults(),
            clock,
            new NobodyListens());
    store = new EvidenceStore(vertx, folder.resolve("evidence"), journal, 0, clock);
    pictures =
        new Pictures(
            new Pictures.Parts(
                vertx,
                clock,
                journal,
                streams,
                store,
                audit,
                signIn.sessions(),
                () -> registry,
                () -> cameras,
                cameraWatch::state,
                hub::publish,
                meters),
            new GrantSettings(
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                0,
                Duration.ofSeconds(1)));
    await(store.start().compose(started -> pictures.start()));
    evidence =
        new EvidenceDesk(
            new EvidenceDesk.Parts(vertx, clock, journal, store, audit, KEYS, () -> registry),
            Duration.ofDays(30),
            pictures.grants());
    WorkOrders workOrders = new WorkOrders(journal::append, clock, ZoneOffset.UTC);
    workOrders.recall(List.of());
    handovers = new Handovers(journal, audit, () -> registry, clock);
    HttpParts parts =
        new HttpParts(
            vertx,
            clock,
            () -> registry,
            (request, by) -> Future.failedFuture("this county's registry stays"),
            journal,
            hub,
            signIn,
            new DeviceAuthentication(KEYS, () -> CREDENTIALS),
            this::raise,
            () -> cameras,
            () -> units,
            cameraWatch,
            deviceWatch,
            unitStates,
            mayKnow -> new HealthReport(clock.instant(), List.of(), List.of()),
            pictures,
            evidence,
            workOrders,
            handovers,
            meters,
            () -> true,
            map,
            MapSettings.DEFAULT.tiles());
    port = await(new HttpApi(parts, HTTP).start());
  }

  /** Cameras that nobody opens say nothing. */
  private static final class NobodyListens implements StreamListener {
    @Override
    public void onScene(String camera, SceneEvent event) {}

    @Override
    public void onHealth(String camera, CameraHealth health) {}

    @Override
    public void onDescription(String camera, CameraDescription description) {}
  }

  private static JournalSettings settings(Path folder) {
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
        Duration.ZERO);
  }

  private static CredentialStore credentials() {
    Registry registry = County.registry();
    Map<DeviceId, RegistrySecrets.DeviceSecrets> devices = new HashMap<>();
    Secret secret = new Secret(County.PASSWORD);
    registry
        .devices()
        .forEach(
            device ->
                devices.put(
                    device.id(),
                    new RegistrySecrets.DeviceSecrets(
                        secret, new Secret("1111"), new Secret("9999"))));
    Map<String, Secret> passwords = new HashMap<>();
    for (Person person : registry.people()) {
      passwords.put(person.user(), secret);
    }
    return new CredentialSealing(KEYS)
        .seal(new RegistrySecrets(devices, Map.of(), passwords), CredentialStore.EMPTY, registry)
        .store();
  }

  Keys keys() {
    return KEYS;
  }

  /** The way of a press, as the gateway has it. */
  Future<PressResult> raise(ButtonPressed signal, @Nullable Actor by) {
    Device device = registry.device(signal.device()).orElseThrow();
    Site site = registry.site(device.site()).orElseThrow();
    Position at = registry.positionOf(device);
    Place place =
        new Place(
            site.id(),
            site.name(),
            site.kind(),
            site.district(),
            registry.district(site.district()).orElseThrow().name(),
            at.latitude(),
            at.longitude(),
            null,
            site.address());
    Instant now = signal.receivedAt();
    return journal.press(
        new Press(
            signal,
            device,
            place,
            cameras.rank(new CameraQuery(at, 0, site.id(), now), cameraWatch::state),
            units.plan(at, site.district(), now, unitStates::of, SentUnits.NONE),
            by));
  }

  /** Presses a button. */
  PressResult press(String button) throws Exception {
    return await(raise(bare(button), null));
  }

  static ButtonPressed bare(String button) {
    return ButtonPressed.bare(new DeviceId(button), Instant.now());
  }

  /** Puts a unit on duty. */
  void onDuty(String unit) throws Exception {
    await(journal.duty(unit, true, new Actor(unit, unit)));
  }

  /** The token of somebody signed in. */
  String token(String user) throws Exception {
    return await(signIn.signIn(user, new Secret(County.PASSWORD), "test-" + user)).token().reveal();
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
      await(pictures.stop());
      await(streams.close());
      await(pictures.finish());
      await(evidence.stop());
      await(store.close());
      await(hub.stop());
      audit.close();
      await(journal.close());
      signIn.close();
      await(vertx.close());
    } catch (Exception e) {
      throw new AssertionError("the gateway doesn't stop", e);
    }
  }
}
