package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The network goes while 20 buttons a second are pressed, and comes back: {@code -Dcut.seconds=60}
 * for as long as the goals say.
 */
class NetworkCutIT {

  private static final int CUT_S = Integer.getInteger("cut.seconds", 8);
  private static final int BUTTONS = 24;
  private static final int PRESSES_A_SECOND = 20;

  /** Every open incident that the desk knows, with what may be missing of it. */
  private static final String KNOWN =
      """
      const {getState} = await import('/core/store.js');
      return Object.fromEntries(Object.values(getState().incidents)
        .filter((one) => one.handling !== 'closed')
        .map((one) => [one.id, `${one.revision} ${one.handling} ${one.presses.count}`]));""";

  private final AtomicInteger presses = new AtomicInteger();
  private final AtomicReference<Exception> trouble = new AtomicReference<>();

  private void press(DemoProcess demo, String token) {
    int button = 2 + presses.getAndIncrement() % BUTTONS;
    try {
      demo.post("/alarms", "{\"device\":\"button-" + button + "\"}", token);
    } catch (Exception e) {
      trouble.set(e);
    }
  }

  private static Map<String, String> open(DemoProcess demo, String token) throws Exception {
    Map<String, String> open = new LinkedHashMap<>();
    for (JsonNode one : demo.get("/incidents?handling=open&limit=500", token).path("items")) {
      open.put(
          one.path("id").asText(),
          one.path("revision").asText()
              + " "
              + one.path("handling").asText()
              + " "
              + one.path("presses").path("count").asText());
    }
    return open;
  }

  @Test
  void nothingIsMissingAfterACutInABurst(@TempDir Path data) throws Exception {
    Browser.need();
    try (DemoProcess demo = DemoProcess.start(data);
        Relay relay = Relay.to(demo.port());
        Browser desk = Browser.open(relay.address(), 1440, 900, "zh", "dark");
        Browser phone = Browser.open(relay.address(), 360, 740, "zh", "light")) {
      String token = demo.token("dispatcher-2");
      String id =
          demo.post("/alarms", "{\"device\":\"button-1\"}", token).path("incident").asText();
      demo.post("/incidents/" + id + "/claim", "", token);
      demo.post("/incidents/" + id + "/assignments", "{\"unit\":\"unit-1\"}", token);
      desk.signIn("dispatcher").startShift().until(".incident-card");
      phone.signIn("patrol").touch(".step.accept").until(".keys > .step.en-route");

      ScheduledExecutorService burst = Executors.newSingleThreadScheduledExecutor();
      try {
        ScheduledFuture<?> pressing =
            burst.scheduleAtFixedRate(
                () -> press(demo, token), 0, 1_000 / PRESSES_A_SECOND, TimeUnit.MILLISECONDS);
        desk.until(".incident-card.rings");
        long began = System.nanoTime();
        int before = presses.get();
        relay.cut();
        phone.touch(".keys > .step.en-route").touch(".keys > .step.on-scene");
        desk.until(".lost-feed");
        long redMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        phone.untilSays(".waiting", "2");
        String age = desk.text(".lost-age");
        desk.await(
            "the red counts",
            "return document.querySelector('.lost-age').innerText !== arguments[0]",
            age);
        desk.screenshot("lost-feed").checkAccessible("the lost feed");
        TownsGateway.until(
            "the burst goes on meanwhile",
            Duration.ofSeconds(60 + 2L * CUT_S),
            () -> presses.get() >= before + CUT_S * PRESSES_A_SECOND);
        relay.mend();
        long mended = System.nanoTime();
        desk.until(".lamp.live").untilGone(".lost-feed");
        long liveMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - mended);
        assertThat(pressing.isDone()).as("it went on all the time").isFalse();
        System.out.println(
            "console: cut for %d s: red after %d ms, live %d ms after the network"
                .formatted(CUT_S, redMs, liveMs));
      } finally {
        burst.shutdown();
        assertThat(burst.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(trouble.get()).as("every press is taken").isNull();
      phone.untilGone(".waiting").until(".lamp.live");
      desk.press(Keys.ESCAPE).untilStill();
      Map<String, String> wanted = open(demo, token);
      assertThat(desk.runAsync(KNOWN)).isEqualTo(wanted);
      assertThat(steps(demo, id, token))
          .containsExactly("sent", "accepted", "en-route", "on-scene");
      desk.screenshot("after-the-cut");
      System.out.println("console: " + presses + " presses, " + wanted.size() + " incidents");
    }
  }

  private static List<String> steps(DemoProcess demo, String id, String token) throws Exception {
    List<String> steps = new ArrayList<>();
    for (JsonNode event :
        demo.get("/incidents/" + id + "/timeline?limit=500", token).path("items")) {
      String type = event.path("type").asText();
      if (type.startsWith("assignment.") && !type.equals("assignment.delivered")) {
        steps.add(type.substring("assignment.".length()));
      }
    }
    return steps;
  }
}
