package io.sharpeyes.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.DeviceAuthenticator;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.RegistrySnapshot;
import io.sharpeyes.gateway.access.RegistryStore;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.api.HttpApi;
import io.sharpeyes.gateway.api.HttpParts;
import io.sharpeyes.gateway.evidence.EvidenceStore;
import io.sharpeyes.gateway.evidence.Pictures;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.HealthReporter;
import io.sharpeyes.gateway.health.OutageWatch;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.SqliteMqttSessionStore;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.push.PushSettings;
import io.sharpeyes.gateway.push.Webhook;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.UnitStates;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.WebhookSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private static final long EVIDENCE_FREE_BYTES = 512L << 20;
  private static final int OUTAGE_LOOK_TICKS = 5;

  private final Vertx vertx;
  private final InstantSource clock;
  private final GatewaySettings settings;
  private final RegistryStore registry;
  private final Journal journal;
  private final AlarmPipeline pipeline;
  private final UnitStates unitStates = new UnitStates();
  private final DeviceAuthentication secrets;
  private final DeviceWatch deviceWatch;
  private final CameraWatch cameraWatch;
  private final FeedbackSender feedback;
  private final MqttAdapters mqtt;
  private final Announcements announcements;
  private final OutageWatch outages;
  private final List<Webhook> webhooks;
  private final CameraProbes cameraProbes;
  private final CameraListening listening;
  private final CameraStreams streams;
  private final EvidenceStore evidence;
  private final Pictures pictures;
  private final EventHub hub;
  private final HttpApi http;
  private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();
  private volatile boolean ready;
  private final String httpHost;
  private final String httpScheme;
  private final int mqttPort;
  private int httpPort;
  private int ticks;

  private Gateway(
      Vertx vertx,
      GatewaySettings settings,
      Opened opened,
      InstantSource clock,
      Journal journal,
      SqliteMqttSessionStore sessions)
      throws IOException {
    this.vertx = vertx;
    this.clock = clock;
    this.journal = journal;
    this.settings = settings;
    this.registry = opened.registry();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    secrets = new DeviceAuthentication(opened.keys(), registry::credentials);
    deviceWatch = new DeviceWatch(settings.health(), clock.instant(), this::append);
    deviceWatch.registry(registry.registry(), clock.instant());
    outages = new OutageWatch(settings.health());
    cameraWatch = new CameraWatch(this::append);
    cameraWatch.registry(registry.registry());
    listening = new CameraListening(cameraWatch, clock);
    RtspClient rtsp = new RtspClient(vertx, PartOptions.rtsp(settings.video()));
    cameraProbes = new CameraProbes(vertx, rtsp, settings.video(), clock, listening);
    streams =
        new CameraStreams(vertx, rtsp, PartOptions.streams(settings.video()), clock, listening);
    evidence =
        new EvidenceStore(
            vertx, settings.data().resolve("evidence"), journal, EVIDENCE_FREE_BYTES, clock);
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
            unitStates,
            (device, typed) -> secrets.pin(device.id(), typed),
            feedback,
            reports(),
            surroundings(),
            meters);
    mqtt =
        MqttAdapters.make(
            vertx,
            settings.mqtt(),
            authenticator(),
            device -> registry.registry().device(device).isPresent(),
            pipeline,
            sessions,
            clock);
    adapters.addAll(mqtt.all());
    webhooks = webhooks(meters);
    SignIn signIn =
        new SignIn(
            vertx,
            registry::registry,
            registry::credentials,
            settings.access().sessionLength(),
            settings.access().sessionIdle(),
            clock);
    pictures =
        new Pictures(
            new Pictures.Parts(
                vertx,
                clock,
                journal,
                streams,
                evidence,
                opened.audit(),
                signIn.sessions(),
                registry::registry,
                () -> pipeline.surroundings().cameras(),
                cameraWatch::state,
                hub::publish,
                meters),
            PartOptions.grants(settings.video()));
    listening.scenesTo(pictures::onScene);
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
                meters,
                () -> ready,
                settings.registry().resolve("map")),
            settings.http());
    httpHost = settings.http().host();
    httpPort = settings.http().port();
    mqttPort = settings.mqtt().port();
    httpScheme = settings.http().tls().certificate() == null ? "http" : "https";
    GatewayMetrics.bind(meters, journal, mqtt.counters(), cameraWatch, deviceWatch, clock);
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
    return Journal.open(vertx, settings.journalSettings(), book, clock, onFatal)
        .compose(
            journal ->
                vertx
                    .executeBlocking(
                        () -> make(vertx, settings, opened, clock, journal, onFatal), false)
                    .onFailure(failure -> journal.close()))
        .compose(
            gateway ->
                gateway
                    .startParts()
                    .map(gateway)
                    .recover(
                        failure -> gateway.stop().transform(x -> Future.failedFuture(failure))));
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
      Gateway gateway = new Gateway(vertx, settings, opened, clock, journal, sessions);
      gateway.stops.push(journal::close);
      gateway.stops.push(sessions::close);
      return gateway;
    } catch (IOException | RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  private List<Webhook> webhooks(MeterRegistry meters) throws IOException {
    List<Webhook> all = new ArrayList<>();
    for (WebhookSettings one : settings.webhooks()) {
      all.add(
          new Webhook(
              vertx,
              journal,
              hub,
              registry::registry,
              PartOptions.webhook(one, all.size()),
              settings.data().resolve("webhooks"),
              clock,
              meters));
    }
    return all;
  }

  /** The list of what starts. */
  private Future<Void> startParts() {
    UnitFollower units = new UnitFollower(unitStates);
    units.begin(journal.open(), List.of());
    journal.onCommitted(units::committed);
    journal.onCommitted(feedback::committed);
    journal.onUnstored(new UnstoredPresses(vertx, hub)::show);
    journal.onCommitted(announcements::committed);
    registry.onChange(this::registryChanged);
    hub.start();
    stops.push(hub::stop);
    stops.push(evidence::close);
    stops.push(pictures::finish);
    stops.push(streams::close);
    stops.push(pictures::stop);
    return evidence
        .start()
        .compose(started -> pictures.start())
        .compose(started -> registry.announceTo(journal::append))
        .compose(announced -> startWebhooks())
        .compose(told -> new HealthMemory(journal.tables(), deviceWatch, cameraWatch).recall())
        .compose(recalled -> Ports.named(http.start(), "http.port " + httpPort))
        .onSuccess(port -> httpPort = port)
        .compose(port -> Ports.named(mqtt.start(), "mqtt.port " + mqttPort))
        .onSuccess(
            started -> {
              stops.push(mqtt::stop);
              cameraProbes.watch(registry.registry(), secrets);
              takeCameras(registry.registry());
              stops.push(cameraProbes::stop);
              resumeOutages();
              long timer = vertx.setPeriodic(SECOND_MS, tick -> tick());
              stops.push(() -> Future.succeededFuture(vertx.cancelTimer(timer)));
              ready = true;
            });
  }

  /** Streams of cameras that went, or moved, are closed; those that pre-record are opened. */
  private void takeCameras(Registry now) {
    streams
        .replace(CameraSources.of(now, secrets))
        .onFailure(
            failure -> log.atWarn().setCause(failure).log("cameras that went weren't closed"));
  }

  private Future<Void> startWebhooks() {
    webhooks.forEach(webhook -> stops.push(webhook::stop));
    return Future.join(webhooks.stream().map(Webhook::start).toList()).mapEmpty();
  }

  private void tick() {
    mqtt.forEachConnected(deviceWatch::seen);
    deviceWatch.tick(clock.instant());
    if (++ticks % OUTAGE_LOOK_TICKS == 0) {
      lookForOutages();
    }
  }

  private void resumeOutages() {
    journal.areaEvents().stream()
        .map(AreaEvent::outage)
        .filter(Objects::nonNull)
        .forEach(outages::resume);
  }

  /** A village that goes dark at once is a card for the desk. */
  private void lookForOutages() {
    outages.look(
        registry.registry(),
        deviceWatch::health,
        outage -> journal.outage(outage).onFailure(failure -> notToldOf(outage.key(), failure)),
        (key, last) -> journal.outageOver(key).onFailure(failure -> notToldOf(key, failure)));
  }

  private static void notToldOf(String outage, Throwable failure) {
    log.atWarn()
        .addKeyValue("outage", outage)
        .addKeyValue("cause", failure.getMessage())
        .log("an outage could not be put before the desks");
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

  /** A device is known by its user name and secret, or by its certificate's subject. */
  private DeviceAuthenticator authenticator() {
    return credentials -> {
      String subject = credentials.certificateSubject();
      String name = subject != null ? subject : credentials.userName();
      if (name == null || !DeviceId.isValid(name)) {
        return Future.succeededFuture(Optional.empty());
      }
      DeviceId device = new DeviceId(name);
      Buffer password = credentials.password();
      boolean known =
          subject != null
              ? registry.registry().device(device).isPresent()
              : password != null && secrets.authenticate(device, password.getBytes());
      return Future.succeededFuture(known ? Optional.of(device) : Optional.empty());
    };
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
    cameraProbes.watch(next.registry(), secrets);
    takeCameras(next.registry());
    pictures.registry(next.registry());
    listening.registry(next.registry());
    journal
        .registry(next.registry())
        .onFailure(
            failure ->
                log.atError().setCause(failure).log("the journal did not take the new registry"));
    for (Device device : before.registry().devices()) {
      if (next.registry().device(device.id()).isEmpty()) {
        mqtt.revoke(device.id())
            .onFailure(
                failure ->
                    log.atWarn()
                        .addKeyValue("device", device.id())
                        .setCause(failure)
                        .log("a removed device's sessions could not be forgotten"));
        unitStates.forget(device.id().value());
      }
    }
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
}
