package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.sharpeyes.device.simulator.SimulatedCameras;
import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives in the demo county: every device connects and reports, the units come on duty; and
 * unless it is to be quiet, somebody presses now and then and the patrols walk about.
 */
final class DemoLife {

  private static final Logger log = LoggerFactory.getLogger(DemoLife.class);
  private static final Actor DEMO = new Actor("demo", "demo");
  private static final String SECRET = "demo";
  private static final long REPORT_MS = 60_000;
  private static final long STEP_MS = 3_000;
  private static final int PRESS_FROM_S = 40;
  private static final int PRESS_TO_S = 90;
  private static final Duration MOVEMENT = Duration.ofSeconds(20);
  private static final double STRIDE_DEG = 0.0004;

  private final Vertx vertx;
  private final Gateway gateway;
  private final Registry registry;
  private final SimulatedCameras cameras;
  private final boolean quiet;
  private final Random random = new Random();
  private final NetClient client;
  private final Map<DeviceId, SimulatedButton> devices = new HashMap<>();
  private final Map<String, Position> whereabouts = new HashMap<>();
  private final List<DeviceId> buttons = new ArrayList<>();
  private boolean ended;

  DemoLife(
      Vertx vertx, Gateway gateway, Registry registry, SimulatedCameras cameras, boolean quiet) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.registry = registry;
    this.cameras = cameras;
    this.quiet = quiet;
    this.client = vertx.createNetClient();
  }

  /** Connects everything; succeeds when all are connected. */
  Future<Void> begin() {
    SocketAddress address = SocketAddress.inetSocketAddress(gateway.mqttPort(), "127.0.0.1");
    List<Future<?>> begun = new ArrayList<>();
    for (Device device : registry.devices()) {
      SimulatedButton simulated =
          new SimulatedButton(vertx, client, address, device.id(), SECRET, new Loudspeaker());
      devices.put(device.id(), simulated);
      begun.add(simulated.connect());
      if (device.kind() == Device.Kind.BUTTON) {
        buttons.add(device.id());
      }
    }
    for (PatrolUnit unit : registry.units()) {
      whereabouts.put(unit.id(), unit.home());
      begun.add(gateway.duty(unit.id(), true, DEMO));
    }
    return Future.all(begun).onSuccess(v -> live()).mapEmpty();
  }

  /** Says that it did what it was told, as a loudspeaker does. */
  private static final class Loudspeaker implements SimulatedButton.Listener {
    @Override
    public void onCommand(SimulatedButton speaker, byte[] payload) {
      try {
        JsonNode command = ApiJson.MAPPER.readTree(payload);
        ObjectNode reply = ApiJson.MAPPER.createObjectNode();
        reply.put("id", command.path("id").asText()).put("done", true).put("detail", "spoken");
        speaker
            .publish("reply", ApiJson.MAPPER.writeValueAsBytes(reply))
            .onFailure(failure -> log.atWarn().setCause(failure).log("a loudspeaker fell silent"));
      } catch (IOException unreadable) {
        log.atWarn().setCause(unreadable).log("a loudspeaker didn't understand a command");
      }
    }
  }

  private void live() {
    report();
    walk();
    vertx.setPeriodic(REPORT_MS, tick -> report());
    if (!quiet) {
      vertx.setPeriodic(STEP_MS, tick -> walk());
      pressSoon();
    }
  }

  private void report() {
    devices.forEach(
        (id, device) -> {
          int battery = 60 + Math.floorMod(id.hashCode(), 40);
          publish(device, "status", "{\"batteryPercent\":" + battery + ",\"rssiDbm\":-71}");
        });
  }

  private void walk() {
    for (PatrolUnit unit : registry.units()) {
      SimulatedButton phone = devices.get(new DeviceId(unit.id()));
      if (phone != null) {
        Position at = whereabouts.compute(unit.id(), (id, was) -> step(unit, was));
        publish(
            phone,
            "position",
            String.format(
                Locale.ROOT,
                "{\"latitude\":%.6f,\"longitude\":%.6f,\"accuracyM\":8}",
                at.latitude(),
                at.longitude()));
      }
    }
  }

  /** A few steps at random, with a pull towards home. */
  private Position step(PatrolUnit unit, Position was) {
    if (quiet) {
      return was;
    }
    double north = (random.nextDouble() - 0.5) * STRIDE_DEG;
    double east = (random.nextDouble() - 0.5) * STRIDE_DEG;
    return new Position(
        was.latitude() + north + (unit.home().latitude() - was.latitude()) * 0.02,
        was.longitude() + east + (unit.home().longitude() - was.longitude()) * 0.02);
  }

  private void pressSoon() {
    long afterMs =
        Duration.ofSeconds(PRESS_FROM_S + random.nextInt(PRESS_TO_S - PRESS_FROM_S)).toMillis();
    vertx.setTimer(
        afterMs,
        tick -> {
          if (!ended) {
            press(buttons.get(random.nextInt(buttons.size())));
            pressSoon();
          }
        });
  }

  private void press(DeviceId button) {
    SimulatedButton device = devices.get(button);
    if (device != null) {
      publish(device, "alarm", "{\"press\":\"" + UUID.randomUUID() + "\"}");
      moveBefore(button);
    }
  }

  /** Where somebody presses, somebody moves: the site's own cameras see it. */
  private void moveBefore(DeviceId button) {
    String site = registry.device(button).map(Device::site).orElse("");
    for (Camera camera : registry.cameras()) {
      if (site.equals(camera.site())) {
        cameras.camera(camera.id()).move(MOVEMENT);
      }
    }
  }

  private static void publish(SimulatedButton device, String channel, String payload) {
    device
        .publish(channel, payload.getBytes(StandardCharsets.UTF_8))
        .onFailure(
            failure ->
                log.atDebug()
                    .addKeyValue("device", device.device())
                    .setCause(failure)
                    .log("a simulated device could not publish"));
  }

  Future<Void> stop() {
    ended = true;
    return Future.join(devices.values().stream().map(SimulatedButton::close).toList())
        .otherwiseEmpty()
        .mapEmpty();
  }
}
