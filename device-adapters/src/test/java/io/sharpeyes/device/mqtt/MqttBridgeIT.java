package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.Receipt;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a real Mosquitto. */
class MqttBridgeIT {

  private static final DeviceId BUTTON = new DeviceId("button-1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final RecordingSink sink = new RecordingSink();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  @SuppressWarnings("NullAway.Init")
  private Peer broker;

  @BeforeEach
  void startBroker() throws IOException {
    Peer.require("mosquitto");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        "listener "
            + port
            + " 127.0.0.1\nallow_anonymous true\npersistence true\n"
            + "persistence_location "
            + folder
            + "/\nuser root\n");
    broker = runBroker();
  }

  private Peer runBroker() {
    Peer process =
        Peer.start(
            folder, "/usr/sbin/mosquitto", "-c", folder.resolve("mosquitto.conf").toString());
    eventually(
        "the broker runs", () -> process.lines.stream().anyMatch(line -> line.contains("running")));
    return process;
  }

  @AfterEach
  void stopAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    await(vertx.close());
    broker.close();
  }

  private MqttBridge bridge(String clientId) {
    MqttBridge bridge =
        new MqttBridge(
            vertx,
            MqttBridgeOptions.to("127.0.0.1", port, clientId),
            List.of(new NativeJsonPayload()),
            device -> device.value().startsWith("button-"),
            sink,
            InstantSource.system());
    await(bridge.start());
    open.add(() -> await(bridge.stop()));
    eventually("it is subscribed", bridge::connected);
    return bridge;
  }

  private void publish(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("mosquitto_pub", "-h", "127.0.0.1", "-p", "" + port));
    command.addAll(List.of(arguments));
    try (Peer pub = Peer.start(folder, command.toArray(String[]::new))) {
      assertThat(pub.exitCode()).as(pub.lines.toString()).isZero();
    }
  }

  @Test
  void a_press_comes_through_and_is_acknowledged_only_after_it_is_stored() {
    List<Promise<Receipt>> disks = new CopyOnWriteArrayList<>();
    sink.storeBy(
        signal -> {
          Promise<Receipt> disk = Promise.promise();
          disks.add(disk);
          return disk.future();
        });
    MqttBridge first = bridge("node-1");
    publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-m", "{\"press\":7}");
    eventually("it is on its way", () -> disks.size() == 1);
    disks.get(0).fail("disk full");
    eventually("the broker sends it again", () -> disks.size() == 2);
    disks.get(1).complete(new Receipt("i", "7", false));
    assertThat(sink.presses()).extracting(ButtonPressed::press).containsExactly("7", "7");
    assertThat(first.counters().rejectedTotal().get("unstored")).isEqualTo(1);
    eventually("it came back", first::connected);
    publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-m", "{\"press\":8}");
    eventually("the next one comes once", () -> disks.size() == 3);
    disks.get(2).complete(new Receipt("i", "8", false));
  }

  @Test
  void what_came_while_the_bridge_was_away_is_not_lost() {
    MqttBridge first = bridge("node-1");
    await(first.stop());
    for (int i = 0; i < 20; i++) {
      publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-m", "{\"press\":" + i + "}");
    }
    bridge("node-1");
    eventually("all come", () -> sink.presses().size() == 20);
  }

  @Test
  void a_broker_that_restarts_is_found_again() {
    MqttBridge bridge = bridge("node-1");
    broker.close();
    eventually("it is gone", () -> !bridge.connected());
    bridge.sendFeedback(BUTTON, new Feedback("i", "7", Feedback.Stage.STORED, Instant.EPOCH));
    broker = runBroker();
    eventually("it is back", bridge::connected);
    publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-n");
    eventually("the press comes", () -> sink.presses().size() == 1);
  }

  @Test
  void two_nodes_share_the_presses() {
    MqttBridge one = bridge("node-1");
    MqttBridge two = bridge("node-2");
    for (int i = 0; i < 20; i++) {
      publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-m", "{\"press\":" + i + "}");
    }
    eventually("all come", () -> sink.presses().size() >= 20);
    assertThat(sink.presses().stream().map(ButtonPressed::press).distinct()).hasSize(20);
    assertThat(sink.presses()).hasSize(20);
    assertThat(one.counters().alarmsTotal()).isPositive();
    assertThat(two.counters().alarmsTotal()).isPositive();
  }

  @Test
  void a_retained_press_is_marked_and_an_unknown_device_is_counted() {
    publish("-q", "1", "-r", "-t", "sharpeyes/v1/button-1/alarm", "-m", "{\"press\":7}");
    MqttBridge bridge =
        new MqttBridge(
            vertx,
            new MqttBridgeOptions(
                "127.0.0.1", port, "alone", null, null, "", false, null, 8_192, 100),
            List.of(new NativeJsonPayload()),
            device -> device.value().startsWith("button-"),
            sink,
            InstantSource.system());
    await(bridge.start());
    open.add(() -> await(bridge.stop()));
    eventually("the retained press comes", () -> sink.presses().size() == 1);
    assertThat(sink.presses().get(0).retained()).isTrue();
    publish("-q", "1", "-t", "sharpeyes/v1/toaster-1/alarm", "-n");
    publish("-q", "1", "-t", "sharpeyes/v1/button-2/alarm", "-n");
    eventually("the known one comes", () -> sink.presses().size() == 2);
    assertThat(sink.presses().get(1).retained()).isFalse();
    assertThat(bridge.counters().rejectedTotal().get("unauthorized")).isEqualTo(1);
  }

  @Test
  void links_follow_what_devices_say() {
    MqttBridge bridge = bridge("node-1");
    publish("-t", "sharpeyes/v1/button-1/status", "-m", "{\"online\":true}");
    eventually("it is up", () -> sink.reports(LinkUp.class).size() == 1);
    assertThat(bridge.lastSeen(BUTTON)).isPresent();
    publish("-t", "sharpeyes/v1/button-1/status", "-m", "{\"online\":false}");
    eventually("it is down", () -> sink.reports(LinkDown.class).size() == 1);
    assertThat(bridge.lastSeen(BUTTON)).isEmpty();
  }

  @Test
  void feedback_and_commands_go_out() {
    MqttBridge bridge = bridge("node-1");
    try (Peer ear =
        Peer.start(
            folder,
            "stdbuf",
            "-oL",
            "mosquitto_sub",
            "-h",
            "127.0.0.1",
            "-p",
            "" + port,
            "-q",
            "1",
            "-v",
            "-d",
            "-t",
            "sharpeyes/v1/button-1/#")) {
      eventually(
          "it subscribed",
          () -> ear.lines.stream().anyMatch(line -> line.startsWith("Subscribed")));
      bridge.sendFeedback(BUTTON, new Feedback("i", "7", Feedback.Stage.STORED, Instant.EPOCH));
      await(bridge.sendCommand(BUTTON, new DeviceCommand("c", DeviceCommand.Action.STOP, null)));
      eventually(
          "both are heard",
          () ->
              ear.lines.stream().anyMatch(line -> line.contains("\"stage\":\"stored\""))
                  && ear.lines.stream().anyMatch(line -> line.contains("\"command\":\"stop\"")));
    }
  }

  @Test
  void stop_waits_for_what_is_on_its_way() {
    Promise<Receipt> disk = Promise.promise();
    AtomicInteger stored = new AtomicInteger();
    sink.storeBy(signal -> disk.future().onSuccess(done -> stored.incrementAndGet()));
    MqttBridge bridge = bridge("node-1");
    publish("-q", "1", "-t", "sharpeyes/v1/button-1/alarm", "-n");
    eventually("it is on its way", () -> sink.alarms.size() == 1);
    Future<Void> stopped = bridge.stop();
    assertThat(stopped.isComplete()).isFalse();
    disk.complete(new Receipt("i", null, false));
    await(stopped);
    bridge("node-1");
    assertThat(sink.alarms).as("it was acknowledged before").hasSize(1);
  }
}
