package io.sharpeyes.gateway;

import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.mqtt.DeviceAuthenticator;
import io.sharpeyes.device.mqtt.MqttBridge;
import io.sharpeyes.device.mqtt.MqttButtonServer;
import io.sharpeyes.device.mqtt.MqttCounters;
import io.sharpeyes.device.mqtt.MqttServerOptions;
import io.sharpeyes.device.mqtt.MqttSessionStore;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.sharpeyes.gateway.settings.MqttSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways by which MQTT devices reach the gateway: its own server, a broker that it sits behind,
 * or both.
 *
 * @param server null if it listens nowhere
 * @param bridge null if there is no broker
 */
record MqttAdapters(@Nullable MqttButtonServer server, @Nullable MqttBridge bridge) {

  /**
   * Makes them as the settings say. Reads the broker's password; blocks.
   *
   * @throws IOException if a file can't be read
   */
  static MqttAdapters make(
      Vertx vertx,
      MqttSettings settings,
      DeviceAuthenticator authenticator,
      Predicate<DeviceId> known,
      DeviceSignalSink sink,
      MqttSessionStore sessions,
      InstantSource clock)
      throws IOException {
    MqttButtonServer server =
        settings.listens()
            ? new MqttButtonServer(
                vertx, serverOptions(settings), authenticator, sink, sessions, clock)
            : null;
    String broker = settings.bridge().uri();
    MqttBridge bridge =
        broker == null
            ? null
            : new MqttBridge(
                vertx,
                PartOptions.bridge(broker, settings),
                List.of(new NativeJsonPayload()),
                known,
                sink,
                clock);
    return new MqttAdapters(server, bridge);
  }

  private static MqttServerOptions serverOptions(MqttSettings settings) {
    MqttServerOptions options = settings.serverOptions();
    return options.withLimits(FileLimit.ofProcess().bounded(options.limits()));
  }

  /** Those that there are. */
  List<DeviceAdapter> all() {
    return Stream.<@Nullable DeviceAdapter>of(server, bridge).filter(Objects::nonNull).toList();
  }

  /** What they counted. */
  List<MqttCounters> counters() {
    return Stream.of(
            server == null ? null : server.counters(), bridge == null ? null : bridge.counters())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Starts the server, then the bridge; fails if the port can't be had. */
  Future<Void> start() {
    Future<?> listening = server == null ? Future.succeededFuture() : server.start();
    return listening
        .compose(done -> bridge == null ? Future.succeededFuture() : bridge.start())
        .mapEmpty();
  }

  /** Stops both. */
  Future<Void> stop() {
    return Future.join(all().stream().map(DeviceAdapter::stop).toList()).mapEmpty();
  }

  /** Names the devices that hold a connection of the server, and when each was last heard. */
  void forEachConnected(BiConsumer<DeviceId, Instant> heard) {
    if (server != null) {
      server.forEachConnected(heard);
    }
  }

  /** Forgets a device's sessions and ends its connections. */
  Future<Void> revoke(DeviceId device) {
    return server == null ? Future.succeededFuture() : server.revoke(device);
  }

  /** Ends the connections of a device whose secret has changed. */
  void cut(DeviceId device) {
    if (server != null) {
      server.cut(device);
    }
  }

  /** Reads the server's certificates anew; fails, and keeps those from before, if it can't. */
  Future<Void> reloadCertificates() {
    return server == null ? Future.succeededFuture() : server.reloadCertificates();
  }

  /** The server's TLS port; -1 if there is none. */
  int tlsPort() {
    return server == null ? -1 : server.tlsPort();
  }

  /** The server's plain port; -1 if there is none. */
  int port() {
    return server == null ? -1 : server.port();
  }
}
