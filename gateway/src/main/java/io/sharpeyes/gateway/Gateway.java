package io.sharpeyes.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.mqtt.MqttCounters;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.Handovers;
import io.sharpeyes.gateway.access.RegistrySnapshot;
import io.sharpeyes.gateway.access.RegistryStore;
import io.sharpeyes.gateway.access.SecondFactors;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.api.HttpApi;
import io.sharpeyes.gateway.api.HttpParts;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.evidence.EvidenceStore;
import io.sharpeyes.gateway.evidence.Pictures;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.HealthReporter;
import io.sharpeyes.gateway.health.WorkOrders;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.SqliteMqttSessionStore;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.push.PushSettings;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.response.UnitStates;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running gateway: what it is made of, and the list of what starts, in order, and stops in
 * reverse.
 *
 * <p>Devices come last: when the first of them can connect, everything that a press needs is there.
 * They go first: what was accepted by then is finished, stored and answered.
 */
final class Gateway {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final long SECOND_MS = 1_000;

  private final Vertx vertx;
  private final InstantSource clock;
  private final GatewaySettings settings;
  private final RegistryStore registry;
  private final Journal journal;
  private final AlarmPipeline pipeline;
  private final UnitStates unitStates;
  private final DeviceAuthentication secrets;
  private final DeviceWatch deviceWatch;
  private final CameraWatch cameraWatch;
  private final FeedbackSender feedback;
  private final MqttAdapters mqtt;

  /** Held here, because the metrics hold what they read only weakly. */
  @SuppressWarnings("UnusedVariable")
  private final List<MqttCounters> mqttCounters;

  private final Announcements announcements;
  private final DeviceDoor door;
  private final OutageCards outages;
  private final WorkOrders workOrders;
  private final Handovers handovers;
  private final Webhooks webhooks;
  private final CameraParts cameras;
  private final EvidenceStore evidence;
  private final Pictures pictures;
  private final EvidenceDesk evidenceDesk;
  private final EventHub hub;
  private final SignIn signIn;
  private final HttpApi http;
  private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();
  private volatile boolean ready;
  private final String httpHost;
  private final String httpScheme;
  private final int mqttPort;
  private int httpPort;

  private Gateway(
      Vertx vertx,
      GatewaySettings settings,
      Opened opened,
      InstantSource clock,
      Journal journal,
      SqliteMqttSessionStore sessions,
      SignIn.Beyond beyond)
      throws IOException {
    this.vertx = vertx;
    this.clock = clock;
    this.journal = journal;
    this.settings = settings;
    this.registry = opened.registry();
    unitStates = new UnitStates(journal::isOnDuty, journal::ofUnit);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    secrets = new DeviceAuthentication(opened.keys(), registry::credentials);
    door = new DeviceDoor(secrets, registry::registry, registry.current());
    deviceWatch = new DeviceWatch(settings.health(), clock.instant(), this::append);
    deviceWatch.registry(registry.registry(), clock.instant());
    outages = new OutageCards(journal, deviceWatch, registry::registry, settings.health());
    workOrders = new WorkOrders(journal::append, clock, settings.zone());
    handovers = new Handovers(journal, opened.audit(), registry::registry, clock);
    cameraWatch = new CameraWatch(this::append);
    cameraWatch.registry(registry.registry());
    cameras = CameraParts.make(vertx, settings.video(), cameraWatch, secrets, clock);
    evidence =
        new EvidenceStore(
            vertx,
            settings.data().resolve("evidence"),
            journal,
            settings.video().minFreeBytes(),
            clock);
    hub =
        new EventHub(
            vertx,
            journal,
            ApiJson.MAPPER,
            registry::registry,
            PushSettings.DEFAULT,
            clock,
            meters);
    List<DeviceAdapter> adapters = new CopyOnWriteArrayList<>();
    feedback = new FeedbackSender(adapters);
    announcements = new Announcements(vertx, adapters, clock, this::append);
    pipeline =
        new AlarmPipeline(
            journal,
            cameraWatch,
            deviceWatch,
            unitStates,
            (device, typed) -> secrets.pin(device.id(), typed),
            feedback,
            reports(),
            surroundings(),
            meters);
    mqtt =
        MqttAdapters.make(
            vertx, settings.mqtt(), door::admit, door::knows, pipeline, sessions, clock);
    adapters.addAll(mqtt.all());
    webhooks = Webhooks.make(vertx, settings, journal, hub, registry::registry, clock, meters);
    signIn =
        new SignIn(
            vertx,
            registry::registry,
            registry::credentials,
            settings.access().sessionLength(),
            settings.access().sessionIdle(),
            clock,
            beyond);
    pictures =
        new Pictures(
            new Pictures.Parts(
                vertx,
                clock,
                journal,
                cameras.streams(),
                evidence,
                opened.audit(),
                signIn.sessions(),
                registry::registry,
                () -> pipeline.surroundings().cameras(),
                cameraWatch::state,
                hub::publish,
                meters),
            PartOptions.grants(settings.video()));
    cameras.listening().scenesTo(pictures::onScene);
    evidenceDesk =
        new EvidenceDesk(
            new EvidenceDesk.Parts(
                vertx, clock, journal, evidence, opened.audit(), opened.keys(), registry::registry),
            settings.retention().evidence(),
            pictures.grants());
    ProtectionView protection =
        new ProtectionView(
            pipeline::surroundings,
            journal,
            deviceWatch,
            cameraWatch,
            unitStates,
            hub,
            new HealthReporter(
                registry::registry, deviceWatch, cameraWatch, settings.health(), settings.zone()),
            new StorageFaults(journal, evidence),
            clock);
    http =
        new HttpApi(
            new HttpParts(
                vertx,
                clock,
                registry::registry,
                registry::importFiles,
                journal,
                hub,
                signIn,
                secrets,
                pipeline::raise,
                () -> pipeline.surroundings().cameras(),
                () -> pipeline.surroundings().units(),
                cameraWatch,
                deviceWatch,
                unitStates,
                protection::report,
                pictures,
                evidenceDesk,
                workOrders,
                handovers,
                meters,
                () -> ready,
                settings.registry().resolve("map"),
                settings.map().tiles()),
            settings.http());
    httpHost = settings.http().host();
    httpPort = settings.http().port();
    mqttPort = settings.mqtt().port();
    httpScheme = settings.http().tls().certificate() == null ? "http" : "https";
    GatewayMetrics.bindAccess(meters, signIn);
    mqttCounters = mqtt.counters();
    GatewayMetrics.bind(meters, journal, mqttCounters, cameraWatch, deviceWatch, clock);
    GatewayMetrics.evidence(meters, evidence, evidenceDesk);
  }

  /**
   * Starts one.
   *
   * @param onFatal told once if the disk fails: the process must end then
   * @return succeeds when alarms and desks are taken; what had started is stopped if it fails
   */
  static Future<Gateway> start(
      Vertx vertx,
      GatewaySettings settings,
      Opened opened,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    CaseBook book = new CaseBook(settings.incidentSettings(), settings.response().answers());
    book.registry(opened.registry().registry());
    // While the log is read.
    Future<Void> prepared = onWorker(vertx, HttpApi::prepare);
    return Journal.open(vertx, settings.journalSettings(), book, clock, onFatal)
        .compose(
            journal ->
                prepared
                    .compose(
                        ready ->
                            vertx.executeBlocking(
                                () -> make(vertx, settings, opened, clock, journal, onFatal),
                                false))
                    .onFailure(failure -> journal.close()))
        .compose(
            gateway ->
                gateway
                    .startParts()
                    .map(gateway)
                    .recover(
                        failure -> gateway.stop().transform(x -> Future.failedFuture(failure))));
  }

  private static Future<Void> onWorker(Vertx vertx, Runnable work) {
    return vertx.executeBlocking(
        () -> {
          work.run();
          return null;
        },
        false);
  }

  /** Reads files and builds indexes: on a worker, not on an event loop. */
  private static Gateway make(
      Vertx vertx,
      GatewaySettings settings,
      Opened opened,
      InstantSource clock,
      Journal journal,
      Consumer<Throwable> onFatal)
      throws IOException {
    SqliteMqttSessionStore sessions =
        SqliteMqttSessionStore.open(settings.data().resolve("sessions.db"), clock, onFatal);
    try {
      SignIn.Beyond beyond = beyond(vertx, settings, opened, clock);
      Gateway gateway = new Gateway(vertx, settings, opened, clock, journal, sessions, beyond);
      gateway.stops.push(journal::close);
      gateway.stops.push(sessions::close);
      gateway.stops.push(gateway::stopSignIn);
      return gateway;
    } catch (IOException | RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  private static SignIn.Beyond beyond(
      Vertx vertx, GatewaySettings settings, Opened opened, InstantSource clock)
      throws IOException {
    Path file = settings.data().resolve("second-factors.json");
    return new SignIn.Beyond(
        opened.keys(),
        SecondFactors.open(vertx, opened.keys(), file, clock),
        settings.access().rolesWithFactor(),
        PartOptions.oidc(settings.access()),
        opened.audit());
  }

  private Future<Void> stopSignIn() {
    signIn.close();
    return Future.succeededFuture();
  }

  /** The list of what starts. */
  private Future<Void> startParts() {
    journal.onCommitted(this::forgetPositions);
    journal.onCommitted(feedback::committed);
    journal.onCommitted(announcements::committed);
    registry.onChange(this::registryChanged);
    hub.start();
    journal.onUnstored(
        new UnstoredPresses(vertx.getOrCreateContext(), clock, hub::publish)::unstored);
    stops.push(hub::stop);
    stops.push(webhooks::stop);
    stops.push(evidence::close);
    stops.push(evidenceDesk::stop);
    stops.push(pictures::finish);
    stops.push(cameras.streams()::close);
    stops.push(pictures::stop);
    Future<Void> looking = onWorker(vertx, () -> cameras.take(registry.registry()));
    stops.push(() -> looking.transform(taken -> cameras.probes().stop()));
    return evidence
        .start()
        .compose(started -> pictures.start())
        .onSuccess(started -> evidenceDesk.start())
        .compose(started -> registry.announceTo(journal::append))
        .compose(announced -> webhooks.start())
        .compose(told -> Ports.named(http.start(), "http.port " + httpPort))
        .onSuccess(port -> httpPort = port)
        .compose(port -> watchCertificates())
        .compose(watched -> Ports.named(mqtt.start(), "mqtt.port " + mqttPort))
        .onSuccess(started -> stops.push(mqtt::stop))
        .compose(started -> looking)
        .onSuccess(
            started -> {
              remember();
              long timer = vertx.setPeriodic(SECOND_MS, tick -> tick());
              stops.push(() -> Future.succeededFuture(vertx.cancelTimer(timer)));
              ready = true;
            });
  }

  private void remember() {
    HealthMemory health = new HealthMemory(journal.tables(), deviceWatch, cameraWatch, clock);
    Recollection recollection =
        new Recollection(
            vertx, journal.tables(), health, workOrders, pictures.grants().reviews(), handovers);
    recollection.begin(outages::begin);
    stops.push(recollection::stop);
  }

  private void tick() {
    mqtt.forEachConnected(deviceWatch::seen);
    deviceWatch.tick(clock.instant());
    outages.tick();
  }

  private void append(Event event) {
    journal
        .append(event)
        .onFailure(
            failure ->
                log.atWarn()
                    .addKeyValue("type", event.type())
                    .addKeyValue("subject", event.subject())
                    .addKeyValue("cause", failure.getMessage())
                    .log("an event could not be stored"));
  }

  private ReportReader reports() {
    return new ReportReader(
        deviceWatch,
        new UnitPositions(registry::registry, unitStates, hub)::take,
        report -> feedback.current(journal.openOf(report.device()), report.device()),
        announcements::replied);
  }

  private Surroundings surroundings() {
    return Surroundings.of(
        registry.registry(), settings.correlation().cameras(), settings.response().units());
  }

  /** Everybody looks at the new registry; who is in it no more is cut off. On a worker. */
  private void registryChanged(RegistrySnapshot next) {
    Surroundings before = pipeline.surroundings();
    pipeline.surroundings(surroundings());
    deviceWatch.registry(next.registry(), clock.instant());
    cameraWatch.registry(next.registry());
    cameras.take(next.registry());
    pictures.registry(next.registry());
    journal
        .registry(next.registry())
        .onFailure(
            failure ->
                log.atError().setCause(failure).log("the journal did not take the new registry"));
    // Who signed in with a secret that counts no more comes back with the new one, or not at all.
    door.changedIn(next).forEach(mqtt::cut);
    for (Device device : before.registry().devices()) {
      if (next.registry().device(device.id()).isEmpty()) {
        mqtt.revoke(device.id())
            .onFailure(
                failure ->
                    log.atWarn()
                        .addKeyValue("device", device.id())
                        .setCause(failure)
                        .log("a removed device's sessions could not be forgotten"));
      }
    }
    for (PatrolUnit unit : before.registry().units()) {
      if (next.registry().unit(unit.id()).isEmpty()) {
        unitStates.forget(unit.id());
      }
    }
  }

  /** Where a unit is may be known on duty and on an assignment only. On the writer's thread. */
  private void forgetPositions(List<StoredEvent> events) {
    events.forEach(event -> event.units().forEach(unitStates::mayStillKnow));
  }

  private Future<Void> reloadCertificates() {
    return Future.join(mqtt.reloadCertificates(), http.reloadCertificates()).mapEmpty();
  }

  private Future<Void> watchCertificates() {
    return CertificateWatch.start(vertx, settings, this::reloadCertificates)
        .onSuccess(watch -> stops.push(watch::stop))
        .mapEmpty();
  }

  /** Stops everything that started, the last first. */
  Future<Void> stop() {
    ready = false;
    Future<Void> stopped = Future.succeededFuture();
    while (!stops.isEmpty()) {
      Supplier<Future<?>> next = stops.pop();
      stopped =
          stopped
              .compose(before -> next.get())
              .transform(
                  result -> {
                    if (result.failed()) {
                      log.atWarn().setCause(result.cause()).log("a part didn't stop cleanly");
                    }
                    return Future.succeededFuture();
                  });
    }
    return stopped;
  }

  /** Puts a unit on duty or off. */
  Future<Boolean> duty(String unit, boolean onDuty, Actor by) {
    return journal.duty(unit, onDuty, by);
  }

  /** Where the console is. */
  String httpAddress() {
    return httpScheme + "://" + httpHost + ":" + httpPort;
  }

  int mqttPort() {
    return mqtt.port();
  }

  /** The port for devices over TLS; -1 if there is none. */
  int mqttTlsPort() {
    return mqtt.tlsPort();
  }

  /** The log, for who looks at it from outside. */
  Journal journal() {
    return journal;
  }
}
