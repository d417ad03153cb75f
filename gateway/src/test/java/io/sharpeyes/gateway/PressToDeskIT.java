package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a press through a real process, with Mosquitto's clients as the button. */
@Timeout(180)
class PressToDeskIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @BeforeEach
  void mosquitto() {
    Programs.need("mosquitto_pub");
    Programs.need("mosquitto_sub");
  }

  @Test
  void anEmptyMessageBecomesAnIncidentWithCamerasAndUnitsOnBothStreams() throws Exception {
    try (DemoProcess demo = DemoProcess.start(data)) {
      String token = demo.token("dispatcher");
      EventReader webSocket = EventReader.webSocket(demo, token, "");
      EventReader serverSent = EventReader.serverSent(demo, token, "");
      Process feedback = subscribe(demo);
      webSocket.await("heartbeat");
      serverSent.await("heartbeat");

      assertThat(publish(demo, "probe", "-n")).isZero();

      for (EventReader reader : List.of(webSocket, serverSent)) {
        JsonNode opened = reader.await("incident.opened");
        assertOnePicture(opened.path("data"));
      }
      JsonNode told = DemoProcess.JSON.readTree(firstLine(feedback));
      assertThat(told.path("stage").asText()).isEqualTo("stored");
      feedback.destroy();
      assertThat(demo.stop()).as("exit code after SIGTERM").isZero();
    }
  }

  private static void assertOnePicture(JsonNode data) {
    assertThat(data.at("/incident/place/site").asText()).isEqualTo("school-1");
    assertThat(data.path("contacts")).isNotEmpty();
    assertThat(data.path("cameras").size()).isGreaterThanOrEqualTo(4);
    assertThat(data.path("cameras"))
        .allSatisfy(
            camera -> {
              assertThat(camera.path("reasons")).isNotEmpty();
              assertThat(camera.path("distanceM").isNumber()).isTrue();
            });
    assertThat(data.at("/cameras/0/inView").asText()).isEqualTo("yes");
    assertThat(data.at("/response/units")).isNotEmpty();
    assertThat(data.at("/response/units"))
        .allSatisfy(
            unit -> {
              assertThat(unit.path("ring").isInt()).isTrue();
              assertThat(unit.path("reasons")).isNotEmpty();
            });
  }

  @Test
  void thePresserHearsThatItIsStoredThenThatSomeoneHasItThenThatItIsClosed() throws Exception {
    try (DemoProcess demo = DemoProcess.start(data)) {
      String token = demo.token("dispatcher");
      Process feedback = subscribe(demo);
      assertThat(publish(demo, "probe", "-m", "{\"press\":1}")).isZero();
      assertThat(nextStage(feedback)).isEqualTo("stored");
      String incident = demo.get("/incidents", token).at("/items/0/id").asText();

      demo.post("/incidents/" + incident + "/claim", "{}", token);
      assertThat(nextStage(feedback)).isEqualTo("claimed");

      demo.post("/incidents/" + incident + "/close", "{\"disposition\":\"founded\"}", token);
      assertThat(nextStage(feedback)).isEqualTo("closed");
      feedback.destroy();
    }
  }

  @Test
  void aButtonWhoseTopicIsMisspeltIsFoundAndItsSiteIsNotProtected() throws Exception {
    try (DemoProcess demo = DemoProcess.start(data)) {
      String token = demo.token("maintenance");
      assertThat(publishTo(demo, "probe", "alrm", "-n")).isZero();

      JsonNode device = demo.get("/devices/button-1", token);
      assertThat(device.path("wrongTopic").asText()).isEqualTo("sharpeyes/v1/button-1/alrm");
      assertThat(device.at("/faults/0/code").asText()).isEqualTo("wrong-topic");
      assertThat(demo.get("/health-report", token).toString())
          .contains("{\"code\":\"button-wrong-topic\",\"value\":\"button-1\"");

      assertThat(publish(demo, "probe", "-n")).isZero();

      assertThat(demo.get("/devices/button-1", token).path("faults")).isEmpty();
    }
  }

  private static String nextStage(Process feedback) throws IOException {
    return DemoProcess.JSON.readTree(firstLine(feedback)).path("stage").asText();
  }

  @Test
  void theSamePressAgainIsTheSameIncidentOnAnotherConnectionAndAfterARestart() throws Exception {
    String first;
    try (DemoProcess demo = DemoProcess.start(data)) {
      assertThat(publish(demo, "probe", "-m", "{\"press\":7}")).isZero();
      assertThat(publish(demo, "another", "-m", "{\"press\":7}")).isZero();
      first = onlyIncident(demo);
      demo.kill();
    }
    try (DemoProcess demo = DemoProcess.start(data)) {
      assertThat(publish(demo, "probe", "-m", "{\"press\":\"7\"}")).isZero();

      assertThat(onlyIncident(demo)).isEqualTo(first);
    }
  }

  private static String onlyIncident(DemoProcess demo) throws IOException, InterruptedException {
    JsonNode incidents = demo.get("/incidents", demo.token("dispatcher")).path("items");
    assertThat(incidents).hasSize(1);
    assertThat(incidents.at("/0/presses/count").asInt()).isEqualTo(1);
    return incidents.at("/0/id").asText();
  }

  private static int publish(DemoProcess demo, String clientId, String... message)
      throws IOException, InterruptedException {
    return publishTo(demo, clientId, "alarm", message);
  }

  private static int publishTo(DemoProcess demo, String clientId, String channel, String... message)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-i", clientId));
    command.addAll(List.of("-p", String.valueOf(demo.mqttPort()), "-u", "button-1", "-P", "demo"));
    command.addAll(List.of("-q", "1", "-t", "sharpeyes/v1/button-1/" + channel));
    command.addAll(List.of(message));
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  private static Process subscribe(DemoProcess demo) throws IOException {
    Process process =
        new ProcessBuilder(
                // Without stdbuf it keeps what it prints until it ends.
                "stdbuf",
                "-oL",
                "mosquitto_sub",
                "-d",
                "-i",
                "listener",
                "-p",
                String.valueOf(demo.mqttPort()),
                "-u",
                "button-1",
                "-P",
                "demo",
                "-q",
                "1",
                "-t",
                "sharpeyes/v1/button-1/feedback")
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("Subscribed")) {
        return process;
      }
    }
    throw new IOException("mosquitto_sub could not subscribe");
  }

  private static String firstLine(Process feedback) throws IOException {
    BufferedReader out = feedback.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("{")) {
        return line;
      }
    }
    throw new AssertionError("no feedback came");
  }
}
