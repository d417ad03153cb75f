package io.sharpeyes.gateway;

import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole gateway with the demo county's registry and no demo: nothing is connected. */
final class RunningGateway implements AutoCloseable {

  private final Vertx vertx;
  private final Opened opened;
  private final Gateway gateway;
  private final ApiClient api;

  private RunningGateway(Vertx vertx, Opened opened, Gateway gateway) {
    this.vertx = vertx;
    this.opened = opened;
    this.gateway = gateway;
    this.api = new ApiClient(gateway.httpAddress());
  }

  /**
   * Starts one, or the same again.
   *
   * @param folder of its data
   * @param settings more lines of gateway.yaml
   */
  static RunningGateway start(Path folder, String settings) throws Exception {
    Path registry = folder.resolve("registry");
    if (Files.notExists(registry)) {
      copyDemoRegistry(registry);
    }
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(file, "http:\n  port: 0\nvideo:\n  networks: [127.0.0.0/8]\n" + settings);
    GatewaySettings.Reading reading =
        GatewaySettings.load(
            file, Map.of(), Map.of("mqtt.host", "127.0.0.1", "journal.reserveBytes", "0"));
    GatewaySettings read =
        reading.settings().orElseThrow(() -> new AssertionError(reading.problems().toString()));
    Vertx vertx = Vertx.vertx();
    InstantSource clock = new GatewayClock(InstantSource.system(), System::nanoTime, Instant.EPOCH);
    Opened opened = Opened.open(vertx, read, clock);
    return new RunningGateway(
        vertx, opened, await(Gateway.start(vertx, read, opened, clock, fatal -> {})));
  }

  /** Puts the demo county there, with cameras that are dead. */
  static void copyDemoRegistry(Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(Path.of("../config/demo"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".csv")).toList()) {
        // Nothing listens on port 9 (discard): the cameras are dead.
        Files.writeString(
            to.resolve(file.getFileName()), Files.readString(file).replace("${rtspPort}", "9"));
      }
    }
  }

  ApiClient api() {
    return api;
  }

  int mqttPort() {
    return gateway.mqttPort();
  }

  Vertx vertx() {
    return vertx;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    gateway.stop().toCompletionStage().toCompletableFuture().join();
    opened.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
