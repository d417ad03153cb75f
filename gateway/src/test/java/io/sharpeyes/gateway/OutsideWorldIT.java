package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.RunningGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway and what stands around it: webhooks, a broker, loudspeakers, a dark village. */
@Timeout(180)
class OutsideWorldIT {

  private static final String KEY =
      "whsec_"
          + Base64.getEncoder()
              .encodeToString("a key of thirty-two bytes, exact".getBytes(StandardCharsets.UTF_8));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** What a webhook's target was told. */
  private record Told(Map<String, List<String>> headers, String body) {
    JsonNode event() throws IOException {
      return ApiClient.JSON.readTree(body);
    }
  }

  @Test
  void aPressThatNoDeskHearsReachesAPersonBySignedWebhookUntilItIsTaken() throws Exception {
    BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/alarm",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean first = told.isEmpty();
          told.add(new Told(Map.copyOf(exchange.getRequestHeaders()), body));
          exchange.sendResponseHeaders(first ? 503 : 204, -1);
          exchange.close();
        });
    target.start();
    Files.writeString(folder.resolve("webhook.secret"), KEY + "\n");
    String settings =
        "mqtt:\n  port: 0\nwebhooks:\n  - url: http://127.0.0.1:"
            + target.getAddress().getPort()
            + "/alarm\n    secretFile: webhook.secret\n    districts: [\"390921000000\"]\n";
    try (RunningGateway gateway = RunningGateway.start(folder, settings)) {
      press(gateway, "button-1");

      Told refused = take(told);
      Told taken = take(told);
      assertThat(taken.event().path("type").asText()).isEqualTo("incident.escalated");
      assertThat(taken.event().at("/data/notify").asText()).isEqualTo("webhook");
      assertThat(taken.headers().get("Webhook-id")).isEqualTo(refused.headers().get("Webhook-id"));
      assertThat(taken.body()).isEqualTo(refused.body());
      // Whoever checks it is not ours.
      new Webhook(KEY).verify(taken.body(), HttpHeaders.of(taken.headers(), (name, value) -> true));
    } finally {
      target.stop(0);
    }
  }

  private static Told take(BlockingQueue<Told> told) throws InterruptedException {
    Told next = told.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("what the webhook was told").isNotNull();
    return next;
  }

  @Test
  void behindABrokerAPressIsAnIncidentAndItsAnswerComesBackThroughTheBroker() throws Exception {
    Programs.need("mosquitto");
    Programs.need("mosquitto_pub");
    int port = freePort();
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
    Process broker = run("mosquitto", "-c", folder.resolve("mosquitto.conf").toString());
    Process lamp = null;
    String settings = "mqtt:\n  port: -1\n  bridge:\n    uri: mqtt://127.0.0.1:" + port + "\n";
    try (RunningGateway gateway = RunningGateway.start(folder, settings)) {
      String topic = "sharpeyes/v1/button-1/";
      lamp = run("mosquitto_sub", "-p", "" + port, "-q", "1", "-C", "1", "-t", topic + "feedback");
      String[] pub = {"mosquitto_pub", "-p", "" + port, "-q", "1", "-t", topic + "alarm", "-n"};
      String token = gateway.api().token("dispatcher");
      // The gateway may not have subscribed yet: an impatient person presses again.
      JsonNode incident =
          eventually(
              () -> {
                assertThat(run(pub).waitFor()).isZero();
                return gateway.api().get("/incidents", token).path("items").path(0);
              },
              seen -> seen.has("id"));
      assertThat(incident.at("/place/site").asText()).isEqualTo("school-1");
      assertThat(lamp.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(ApiClient.JSON.readTree(lamp.getInputStream()).path("stage").asText())
          .isEqualTo("stored");
    } finally {
      broker.destroy();
      if (lamp != null) {
        lamp.destroy();
      }
    }
  }

  @Test
  void theDeskIsToldThatALoudspeakerIsDeadAndThatItSpoke() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n")) {
      press(gateway, "button-1");
      String token = gateway.api().token("dispatcher");
      String incident = gateway.api().get("/incidents", token).at("/items/0/id").asText();
      gateway.api().post("/incidents/" + incident + "/claim", "{}", token);

      JsonNode dead = announce(gateway, incident, "请离开河边", 1, token);
      assertThat(dead.path("done").asBoolean()).isFalse();
      assertThat(dead.path("detail").asText()).contains("can't be reached");

      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      connect(gateway, "speaker-1", new Speaker(heard));
      JsonNode spoken = announce(gateway, incident, "请马上离开河边", 2, token);
      assertThat(heard.poll(30, TimeUnit.SECONDS)).contains("请马上离开河边", "announce");
      assertThat(spoken.path("done").asBoolean()).isTrue();
      assertThat(spoken.path("detail").asText()).isEqualTo("spoken");
    }
  }

  /** Has it said; gives the answer in the timeline. */
  private static JsonNode announce(
      RunningGateway gateway, String incident, String text, int answers, String token)
      throws Exception {
    String body = "{\"speaker\":\"speaker-1\",\"text\":\"" + text + "\"}";
    gateway.api().post("/incidents/" + incident + "/announce", body, token);
    List<JsonNode> all =
        eventually(
            () ->
                events(
                    gateway.api().get("/incidents/" + incident + "/timeline?limit=200", token),
                    "announcement.answered"),
            seen -> seen.size() == answers);
    return all.get(answers - 1).path("data");
  }

  private static List<JsonNode> events(JsonNode page, String type) {
    List<JsonNode> events = new ArrayList<>();
    page.path("items")
        .forEach(
            event -> {
              if (event.path("type").asText().equals(type)) {
                events.add(event);
              }
            });
    return events;
  }

  /** Repeats what it was told, and says that it did it. */
  private record Speaker(BlockingQueue<String> heard) implements SimulatedButton.Listener {
    @Override
    public void onCommand(SimulatedButton speaker, byte[] payload) {
      String command = new String(payload, StandardCharsets.UTF_8);
      heard.add(command);
      String id = command.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
      String reply = "{\"id\":\"" + id + "\",\"done\":true,\"detail\":\"spoken\"}";
      assertThat(speaker.publish("reply", reply.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }
  }

  @Test
  void aVillageThatGoesDarkIsOneCardAndStaysTheSameAfterARestart() throws Exception {
    String settings = "mqtt:\n  port: 0\nhealth:\n  offlineAfter: 1s\n  startGrace: 1s\n";
    JsonNode dark;
    JsonNode device;
    try (RunningGateway gateway = RunningGateway.start(folder, settings)) {
      String token = gateway.api().token("dispatcher");
      dark = cards(gateway, token);
      assertThat(dark)
          .allSatisfy(
              card -> {
                assertThat(card.path("kind").asText()).isEqualTo("outage");
                assertThat(card.at("/outage/sites").asInt()).isGreaterThanOrEqualTo(3);
              });
      device = gateway.api().get("/devices/button-1", gateway.api().token("maintenance"));
      assertThat(device.path("link").asText()).isEqualTo("offline");
    }
    try (RunningGateway gateway = RunningGateway.start(folder, settings)) {
      String token = gateway.api().token("dispatcher");
      JsonNode again = gateway.api().get("/devices/button-1", gateway.api().token("maintenance"));
      assertThat(again.path("link").asText()).isEqualTo("offline");
      assertThat(again.path("linkSince")).isEqualTo(device.path("linkSince"));
      assertThat(again.path("history")).hasSameSizeAs(device.path("history"));
      assertThat(ids(cards(gateway, token))).isEqualTo(ids(dark));

      Set<String> sites = new HashSet<>();
      for (JsonNode one : gateway.api().get("/devices?limit=200", token).path("items")) {
        if (sites.add(one.path("site").asText()) && !one.path("kind").asText().equals("phone")) {
          connect(gateway, one.path("device").asText(), new SimulatedButton.Listener() {});
        }
      }
      eventually(() -> gateway.api().get("/area-events", token).path("items"), JsonNode::isEmpty);
    }
  }

  private static JsonNode cards(RunningGateway gateway, String token) throws Exception {
    return eventually(
        () -> gateway.api().get("/area-events", token).path("items"), seen -> !seen.isEmpty());
  }

  private static Set<String> ids(JsonNode cards) {
    Set<String> ids = new TreeSet<>();
    cards.forEach(card -> ids.add(card.path("id").asText()));
    return ids;
  }

  private static void press(RunningGateway gateway, String button) throws Exception {
    await(connect(gateway, button, new SimulatedButton.Listener() {}).press());
  }

  private static SimulatedButton connect(
      RunningGateway gateway, String device, SimulatedButton.Listener listener) throws Exception {
    NetClient client = gateway.vertx().createNetClient();
    SocketAddress address = SocketAddress.inetSocketAddress(gateway.mqttPort(), "127.0.0.1");
    SimulatedButton button =
        new SimulatedButton(
            gateway.vertx(), client, address, new DeviceId(device), "demo", listener);
    await(button.connect());
    return button;
  }

  /** Asks until the answer fits. */
  private static <T> T eventually(Callable<T> ask, Predicate<T> fits) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    T last;
    do {
      last = ask.call();
      if (fits.test(last)) {
        return last;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    } while (System.nanoTime() < end);
    throw new AssertionError("still " + last);
  }

  private static Process run(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
