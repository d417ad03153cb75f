package io.sharpeyes.gateway;

import io.sharpeyes.device.simulator.DemoCounty;
import io.sharpeyes.device.simulator.SimulatedCameras;
import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.SettingsProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a small living county on loopback. */
@Command(
    name = "demo",
    description = {
      "Runs a gateway with a small living county, on loopback only.",
      "Simulated cameras (RTSP), buttons (MQTT) and patrols on real protocols. Opens "
          + "nothing to the outside."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class DemoCommand implements Callable<Integer> {

  private static final String HOST = "127.0.0.1";
  private static final List<String> FILES =
      List.of(
          "districts.csv",
          "sites.csv",
          "contacts.csv",
          "checkpoints.csv",
          "devices.csv",
          "cameras.csv",
          "units.csv",
          "people.csv");
  private static final List<String> MAP_LAYERS =
      List.of("boundaries", "landcover", "water", "roads", "buildings");

  @Spec private CommandSpec spec;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Console and API; 0 picks a free one (default ${DEFAULT-VALUE}).")
  private int httpPort;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      defaultValue = "1883",
      description = "Devices; 0 picks a free one (default ${DEFAULT-VALUE}).")
  private int mqttPort;

  @Option(
      names = "--rtsp-port",
      paramLabel = "PORT",
      defaultValue = "8554",
      description = "Simulated cameras; 0 picks a free one (default ${DEFAULT-VALUE}).")
  private int rtspPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps everything in this folder (default: a new temporary one).")
  private @Nullable Path data;

  @Option(names = "--quiet", description = "Nothing presses and nobody moves unless you do it.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder =
        data != null ? data.toAbsolutePath() : Files.createTempDirectory("sharp-eyes-demo-");
    try {
      run(folder);
    } catch (IOException | RuntimeException failure) {
      forget(folder);
      throw failure;
    }
    return 0;
  }

  private void run(Path folder) throws IOException, InterruptedException {
    GatewaySettings settings = settings(folder);
    Vertx vertx = Running.vertx();
    InstantSource clock = new GatewayClock(InstantSource.system(), System::nanoTime, Instant.EPOCH);
    SimulatedCameras cameras =
        wait(
            Ports.named(
                SimulatedCameras.start(vertx, HOST, rtspPort, InstantSource.system()),
                "--rtsp-port " + rtspPort));
    DemoCounty.addTo(cameras);
    writeRegistry(folder.resolve("registry"), cameras.port());
    Opened opened = Opened.open(vertx, settings, clock);
    Gateway gateway = wait(Gateway.start(vertx, settings, opened, clock, Running::onFatal));
    DemoLife life = new DemoLife(vertx, gateway, opened.registry().registry(), cameras, quiet);
    wait(life.begin());
    greet(gateway, cameras, folder);
    Running.untilStopped(
        vertx,
        () ->
            life.stop()
                .compose(v -> gateway.stop())
                .onComplete(stopped -> opened.close())
                .compose(v -> cameras.stop())
                .onComplete(stopped -> forget(folder)));
  }

  /** What nobody keeps goes with the process; a demo that is killed leaves it behind. */
  private void forget(Path folder) {
    if (data != null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException kept) {
      spec.commandLine().getErr().println("The demo's folder stays: " + Failure.told(kept));
    }
  }

  private static <T> T wait(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private GatewaySettings settings(Path folder) {
    GatewaySettings.Reading reading =
        GatewaySettings.defaults(
            Map.of(),
            Map.ofEntries(
                Map.entry("data", folder.resolve("data").toString()),
                Map.entry("registry", folder.resolve("registry").toString()),
                Map.entry("access.keyFile", folder.resolve("keys/gateway.key").toString()),
                Map.entry("http.port", String.valueOf(httpPort)),
                Map.entry("mqtt.host", HOST),
                Map.entry("mqtt.port", String.valueOf(mqttPort)),
                Map.entry("video.networks", "[127.0.0.0/8]"),
                // What nobody keeps needs no reserve for a full disk.
                Map.entry("journal.reserveBytes", data == null ? "0" : "256MiB"),
                Map.entry("video.probe.interval", "15s")));
    return reading
        .settings()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    reading.problems().stream()
                        .map(SettingsProblem::toString)
                        .collect(Collectors.joining("\n"))));
  }

  /** The demo's registry names the cameras' port by a placeholder. */
  private static void writeRegistry(Path folder, int rtspPort) throws IOException {
    Files.createDirectories(folder);
    for (String layer : MAP_LAYERS) {
      String file = "map/" + layer + ".geojson";
      Files.createDirectories(folder.resolve("map"));
      try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + file)) {
        if (in == null) {
          throw new IOException("the jar has no demo/" + file + "; build it again");
        }
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String file : FILES) {
      try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + file)) {
        if (in == null) {
          throw new IOException("the jar has no demo/" + file + "; build it again");
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(
            folder.resolve(file), text.replace("${rtspPort}", String.valueOf(rtspPort)));
      }
    }
  }

  private void greet(Gateway gateway, SimulatedCameras cameras, Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        Sharp Eyes Gateway: the demo county is running.

          Console   %s   (user dispatcher, password demo)
          Others    dispatcher-2, patrol, maintenance, head, admin, site; password demo
          Devices   mqtt://%s:%d   button-1 … button-29, password demo
          Cameras   rtsp://%s:%d   camera-1 … camera-24
          Data      %s

        Press a button:
          mosquitto_pub -p %d -i probe -u button-1 -P demo -q 1 -t sharpeyes/v1/button-1/alarm -n

        Ctrl-C ends it.
        """,
        gateway.httpAddress(),
        HOST,
        gateway.mqttPort(),
        HOST,
        cameras.port(),
        folder,
        gateway.mqttPort());
    out.flush();
  }
}
