package io.sharpeyes.gateway;

import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.SettingsProblem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway. */
@Command(
    name = "serve",
    description = "Runs the gateway until it gets SIGTERM.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The settings; config/gateway.yaml is the annotated reference.")
  private Path config;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Overrides http.port.")
  private @Nullable Integer httpPort;

  @Option(names = "--mqtt-port", paramLabel = "PORT", description = "Overrides mqtt.port.")
  private @Nullable Integer mqttPort;

  @Option(names = "--data", paramLabel = "DIR", description = "Overrides data.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GatewaySettings.Reading reading = GatewaySettings.load(config, System.getenv(), options());
    reading.warnings().forEach(warning -> spec.commandLine().getErr().println(warning));
    if (reading.settings().isEmpty()) {
      for (SettingsProblem problem : reading.problems()) {
        spec.commandLine().getErr().println(problem);
      }
      return 2;
    }
    return serve(reading.settings().get());
  }

  private int serve(GatewaySettings settings) throws IOException, InterruptedException {
    InstantSource clock = new GatewayClock(InstantSource.system(), System::nanoTime, Instant.EPOCH);
    Vertx vertx = Running.vertx();
    Opened opened = Opened.open(vertx, settings, clock);
    Gateway gateway =
        Gateway.start(vertx, settings, opened, clock, Running::onFatal)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    spec.commandLine()
        .getOut()
        .printf(
            "Ready: console and API at %s, devices at mqtt://%s:%d%n",
            gateway.httpAddress(), settings.mqtt().host(), gateway.mqttPort());
    Running.untilStopped(vertx, () -> gateway.stop().onComplete(stopped -> opened.close()));
    return 0;
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    put(options, "http.port", httpPort);
    put(options, "mqtt.port", mqttPort);
    put(options, "data", data);
    return options;
  }

  private static void put(Map<String, String> options, String key, @Nullable Object value) {
    if (value != null) {
      options.put(key, value.toString());
    }
  }
}
