package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own MQTT server, 3.1.1 and 5.0, for devices that speak {@link NativeJsonPayload}.
 * It is no broker: what a device publishes goes to the {@link DeviceSignalSink}, and what a device
 * can subscribe to is its feedback and its commands.
 *
 * <p>A message that needs an acknowledgement gets it when the sink's future succeeds. Methods may
 * be called on any thread.
 */
public final class MqttButtonServer implements DeviceAdapter {

  private static final Logger log = LoggerFactory.getLogger(MqttButtonServer.class);
  private static final int COMMAND_TIMEOUT_S = 10;
  private static final long SECOND = 1_000;

  /**
   * A negative port is a free one that all who name it share, also with servers of another kind
   * (Vert.x): HTTP names -1.
   */
  private static final AtomicInteger sharedPort = new AtomicInteger(1_000);

  private final Vertx vertx;
  private final MqttServerOptions options;
  private final InstantSource clock;
  private final long tickMillis;
  private final ServerParts parts;
  private final List<MqttListener> listeners = new ArrayList<>();
  private final List<String> deployments = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>(2);

  /**
   * Makes a server; {@link #start} opens its ports.
   *
   * @param authenticator says who a connecting device is
   * @param sink takes what devices say
   * @param store keeps sessions through a restart
   * @param clock the gateway's clock
   */
  public MqttButtonServer(
      Vertx vertx,
      MqttServerOptions options,
      DeviceAuthenticator authenticator,
      DeviceSignalSink sink,
      MqttSessionStore store,
      InstantSource clock) {
    this(vertx, options, authenticator, sink, store, clock, SECOND);
  }

  /** The same with seconds of another length, so that a test need not wait for a keep-alive. */
  MqttButtonServer(
      Vertx vertx,
      MqttServerOptions options,
      DeviceAuthenticator authenticator,
      DeviceSignalSink sink,
      MqttSessionStore store,
      InstantSource clock,
      long tickMillis) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    this.tickMillis = tickMillis;
    MqttServerOptions.Limits limits = options.limits();
    NativeJsonPayload language = new NativeJsonPayload();
    MqttCounters counters = new MqttCounters();
    this.parts =
        new ServerParts(
            limits,
            authenticator,
            sink,
            store,
            new DeviceLinks(sink, clock),
            new SessionOpener(store, clock, limits.maxSessionsPerDevice()),
            new FailedConnects(limits.maxFailuresPerMinute()),
            new DelayedWills(vertx, sink, clock, language, counters, limits.maxConnections()),
            counters,
            clock,
            language,
            new Revocations());
  }

  @Override
  public Future<Void> start() {
    AddressCounts addresses = new AddressCounts(options.limits().maxConnectionsPerAddress());
    MqttListener.Ports ports = portsToListenOn();
    return readRevoked()
        .compose(
            read -> {
              parts.revoked().set(read);
              return listen(addresses, ports);
            })
        .onSuccess(
            done -> {
              logPorts();
              keepHouse();
            });
  }

  private Future<Void> listen(AddressCounts addresses, MqttListener.Ports ports) {
    Future<Void> all = Future.succeededFuture();
    for (int i = 0; i < options.eventLoops(); i++) {
      MqttListener listener = new MqttListener(options, parts, addresses, ports, tickMillis);
      listeners.add(listener);
      all =
          all.compose(
              done ->
                  vertx
                      .deployVerticle(listener, new DeploymentOptions())
                      .onSuccess(deployments::add)
                      .mapEmpty());
    }
    return all;
  }

  private Future<RevokedCertificates> readRevoked() {
    MqttServerOptions.Tls tls = options.tls();
    Path list = tls == null ? null : tls.clientCrl();
    Path authority = tls == null ? null : tls.clientCa();
    return list == null || authority == null
        ? Future.succeededFuture(RevokedCertificates.NONE)
        : vertx.executeBlocking(() -> RevokedCertificates.read(list, authority), false);
  }

  /**
   * Reads certificates and the list of revoked ones anew. Who connects from now on gets the
   * server's certificate that stands in the files; connections whose certificate is revoked end.
   *
   * @return fails if a file can't be used; then what it held before stands
   */
  public Future<Void> reloadCertificates() {
    return readRevoked()
        .compose(
            read -> {
              parts.revoked().set(read);
              if (read.isOverdue(clock.instant())) {
                log.atWarn().log("the list of revoked certificates should have been replaced");
              }
              listeners.forEach(MqttListener::cutRevoked);
              return Future.join(listeners.stream().map(MqttListener::reloadCertificates).toList());
            })
        .mapEmpty();
  }

  /**
   * Cuts every connection of a device whose secret has changed; it may come back with the new one.
   * Sessions stay.
   */
  public void cut(DeviceId device) {
    parts.links().live(device).forEach(MqttButtonSession::cut);
  }

  @Override
  public Future<Void> stop() {
    timers.forEach(vertx::cancelTimer);
    return Future.join(deployments.stream().map(vertx::undeploy).toList())
        .otherwiseEmpty()
        .mapEmpty();
  }

  @Override
  public void sendFeedback(DeviceId device, Feedback feedback) {
    List<MqttButtonSession> live = parts.links().live(device);
    if (!live.isEmpty()) {
      String line = feedback.incident() + " " + feedback.press();
      Outbox.Message message =
          new Outbox.Message(
              NativeJsonPayload.feedbackTopic(device),
              NativeJsonPayload.encode(feedback),
              line,
              null);
      live.forEach(session -> session.send(message));
    }
  }

  @Override
  public Future<Void> sendCommand(DeviceId device, DeviceCommand command) {
    List<MqttButtonSession> live = parts.links().live(device);
    if (live.isEmpty()) {
      return Future.failedFuture("device " + device + " is not connected");
    }
    String topic = NativeJsonPayload.commandTopic(device);
    byte[] payload = NativeJsonPayload.encode(command);
    List<Future<Void>> taken = new ArrayList<>(live.size());
    for (MqttButtonSession session : live) {
      Promise<Void> promise = Promise.promise();
      taken.add(promise.future());
      session.send(new Outbox.Message(topic, payload, null, promise));
    }
    return Future.any(taken).<Void>mapEmpty().timeout(COMMAND_TIMEOUT_S, TimeUnit.SECONDS);
  }

  /**
   * Cuts every connection of a device that may not connect any more, and forgets its sessions. Take
   * it out of what the {@link DeviceAuthenticator} knows first.
   */
  public Future<Void> revoke(DeviceId device) {
    parts.links().live(device).forEach(MqttButtonSession::revoke);
    return parts
        .store()
        .load(device)
        .compose(
            kept -> Future.join(kept.stream().map(one -> parts.store().remove(one.key())).toList()))
        .mapEmpty();
  }

  /** When something was last heard from a device that is connected; exact to about a second. */
  public Optional<Instant> lastSeen(DeviceId device) {
    return parts.links().live(device).stream().map(this::lastSeen).max(Instant::compareTo);
  }

  /** Tells of every connection whose it is and when something was last heard from it. */
  public void forEachConnected(BiConsumer<DeviceId, Instant> action) {
    parts.links().forEachLive(one -> action.accept(one.key().device(), lastSeen(one)));
  }

  /** What was counted since the start. */
  public MqttCounters counters() {
    return parts.counters();
  }

  /** The plain port that was opened; -1 if none was. */
  public int port() {
    return opened().plain();
  }

  /** The TLS port that was opened; -1 if none was. */
  public int tlsPort() {
    return opened().tls();
  }

  /** The WebSocket port that was opened; -1 if none was. */
  public int websocketPort() {
    return opened().websocket();
  }

  private Instant lastSeen(MqttButtonSession session) {
    return clock.instant().minusSeconds(session.silentS());
  }

  private MqttListener.Ports opened() {
    return listeners.get(0).opened();
  }

  /** Several event loops that share one free port name it by a negative number in Vert.x. */
  private MqttListener.Ports portsToListenOn() {
    MqttServerOptions.Tls tls = options.tls();
    MqttServerOptions.WebSocket websocket = options.websocket();
    return new MqttListener.Ports(
        toListenOn(options.port()),
        toListenOn(tls == null ? -1 : tls.port()),
        toListenOn(websocket == null ? -1 : websocket.port()));
  }

  private int toListenOn(int port) {
    return port == 0 && options.eventLoops() > 1 ? -sharedPort.incrementAndGet() : port;
  }

  private void keepHouse() {
    RejectLog rejects = new RejectLog(parts.counters());
    timers.add(vertx.setPeriodic(tickMillis, second -> rejects.flush()));
    timers.add(vertx.setPeriodic(60 * tickMillis, minute -> parts.failures().newMinute()));
  }

  private void logPorts() {
    MqttListener.Ports ports = opened();
    log.atInfo()
        .addKeyValue("host", options.host())
        .addKeyValue("port", ports.plain())
        .addKeyValue("tlsPort", ports.tls())
        .addKeyValue("websocketPort", ports.websocket())
        .log("MQTT server listens");
  }
}
