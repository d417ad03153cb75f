package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments under 500 presses a second: what was acknowledged is there
 * exactly once, and so is what was not and was sent again.
 *
 * <p>More rounds: {@code mvn verify -pl gateway -am -Dtest=KillUnderLoadIT
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkill.rounds=50}
 */
@Timeout(3_600)
class KillUnderLoadIT {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final int BUTTONS = 29;
  private static final long PRESS_EVERY_MS = 2;
  private static final int LONGEST_ROUND_MS = 2_500;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Random random = new Random(20_261_122);
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Map.Entry<String, String>> heard = new ArrayList<>();
  private final Set<String> heardPresses = new HashSet<>();
  private long lastHeard;

  @AfterEach
  void closeClients() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void nothingAcknowledgedIsLostAndNothingIsDoubled() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (DemoProcess demo = DemoProcess.start(data)) {
        List<SimulatedButton> buttons = connect(demo);
        again(buttons);
        hear(demo);
        press(buttons, round);
        demo.kill();
        buttons.forEach(SimulatedButton::close);
      }
    }
    try (DemoProcess demo = DemoProcess.start(data)) {
      List<SimulatedButton> buttons = connect(demo);
      again(buttons);
      hear(demo);
      assertAllThereOnce(demo);
      buttons.forEach(SimulatedButton::close);
      assertThat(demo.stop()).isZero();
    }
    assertNoHolesInTheLog();
  }

  private List<SimulatedButton> connect(DemoProcess demo) throws Exception {
    SocketAddress address = SocketAddress.inetSocketAddress(demo.mqttPort(), "127.0.0.1");
    List<SimulatedButton> buttons =
        IntStream.rangeClosed(1, BUTTONS)
            .mapToObj(
                i ->
                    new SimulatedButton(
                        vertx,
                        client,
                        address,
                        new DeviceId("button-" + i),
                        "demo",
                        new SimulatedButton.Listener() {}))
            .toList();
    await(Future.all(buttons.stream().map(SimulatedButton::connect).toList()));
    return buttons;
  }

  /** What was not acknowledged before the kill is sent again until it is. */
  private void again(List<SimulatedButton> buttons) throws Exception {
    List<Future<?>> retried = new ArrayList<>();
    for (String press : sent) {
      if (!acknowledged.contains(press)) {
        retried.add(send(buttons, press));
      }
    }
    if (!retried.isEmpty()) {
      await(Future.all(retried));
    }
  }

  private void press(List<SimulatedButton> buttons, int round) throws InterruptedException {
    int presses = (1 + random.nextInt(LONGEST_ROUND_MS)) / (int) PRESS_EVERY_MS;
    CountDownLatch pressed = new CountDownLatch(presses);
    int[] number = new int[1];
    long timer =
        vertx.setPeriodic(
            PRESS_EVERY_MS,
            tick -> {
              String press = round + "-" + number[0]++;
              sent.add(press);
              send(buttons, press);
              pressed.countDown();
            });
    assertThat(pressed.await(60, TimeUnit.SECONDS)).isTrue();
    vertx.cancelTimer(timer);
  }

  private Future<Void> send(List<SimulatedButton> buttons, String press) {
    SimulatedButton button = buttons.get(Math.floorMod(press.hashCode(), BUTTONS));
    byte[] payload = ("{\"press\":\"" + press + "\"}").getBytes(StandardCharsets.UTF_8);
    return button.publish("alarm", payload).onSuccess(v -> acknowledged.add(press));
  }

  /** Reads the event stream on from where the last process was killed, until all acks are heard. */
  private void hear(DemoProcess demo) throws Exception {
    EventReader reader =
        EventReader.webSocket(demo, demo.token("dispatcher"), "?after=" + lastHeard);
    reader.await(
        event -> {
          take(event);
          return heardPresses.containsAll(acknowledged);
        });
  }

  private void take(JsonNode event) {
    if (event.has("id")) {
      lastHeard = event.path("id").asLong();
    }
    if (event.path("type").asText().equals("alarm.raised")) {
      JsonNode alarm = event.at("/data/alarm");
      String press = alarm.path("press").asText();
      heard.add(Map.entry(press, alarm.path("incident").asText()));
      heardPresses.add(press);
    }
  }

  private void assertAllThereOnce(DemoProcess demo) throws Exception {
    List<String> presses = heard.stream().map(Map.Entry::getKey).toList();
    assertThat(presses).doesNotHaveDuplicates();
    assertThat(presses).containsAll(acknowledged);
    assertThat(acknowledged).as("what was sent again was acknowledged").isEqualTo(sent);
    Set<String> incidents = incidents(demo);
    assertThat(incidents).containsAll(heard.stream().map(Map.Entry::getValue).toList());
  }

  private static Set<String> incidents(DemoProcess demo) throws Exception {
    String token = demo.token("dispatcher");
    Set<String> ids = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page = demo.get("/incidents?limit=200" + cursor, token);
      page.path("items").forEach(incident -> ids.add(incident.path("id").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  private void assertNoHolesInTheLog() throws SQLException {
    Path log = data.resolve("data/journal/log.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + log);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*), max(sequence) FROM log")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getLong(1)).as("rows").isEqualTo(row.getLong(2));
    }
  }

  private static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
