package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** A dispatcher's work in a real browser, with nothing but the keyboard. */
class DispatcherConsoleIT {

  private DemoProcess demo;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    Browser.need();
    demo = DemoProcess.start(data);
  }

  @AfterEach
  void stop() {
    if (demo != null) {
      demo.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh, dark, 1440, 900, 已办结",
    "en, light, 1440, 900, Closed",
    "zh, light, 360, 740, 已办结",
    "en, dark, 360, 740, Closed"
  })
  void fromSigningInToAClosedIncident(
      String language, String theme, int width, int height, String closed) throws Exception {
    String name = language + "-" + theme + "-" + width + "-";
    try (Browser desk = Browser.open(demo.address(), width, height, language, theme)) {
      desk.screenshot(name + "sign-in").checkAccessible("the sign-in");
      desk.signIn("dispatcher").until("dialog[open]").screenshot(name + "check");
      desk.checkAccessible("the check");
      desk.startShift().screenshot(name + "quiet");
      demo.post("/alarms", "{\"device\":\"button-1\"}", demo.token("dispatcher"));
      desk.until(".incident-card.rings").screenshot(name + "ringing");
      desk.checkAccessible("the queue");

      desk.press("j").press(Keys.ENTER).until("[data-action=claim]");
      desk.press("c").until("[data-action=close]").until("[data-assign]");
      desk.press("1").until(".assignment");
      if (desk.count("video") > 0) {
        desk.until(".tile[data-phase=playing]");
      }
      desk.screenshot(name + "incident").checkAccessible("the incident");
      desk.press("n").until("dialog[open]").type("门卫已确认").press(Keys.TAB);
      desk.press(Keys.TAB).press(Keys.ENTER).untilGone("dialog[open]");
      desk.untilSays(".timeline", "门卫已确认");
      desk.press("?").until("dialog[open]").screenshot(name + "help").press(Keys.ESCAPE);
      desk.untilGone("dialog[open]");

      desk.press("x").until("dialog[open]").press(Keys.SPACE).screenshot(name + "close");
      desk.checkAccessible("the close dialog");
      desk.press(Keys.ENTER).until("input[name=unitsOutConfirmed]");
      desk.run("document.querySelector('input[name=unitsOutConfirmed]').focus()");
      desk.press(Keys.SPACE).press(Keys.ENTER).untilSays(".incident-head", closed);
      desk.untilGone(".incident-card");
      desk.checkCleanHands();
    }
    JsonNode incident = demo.get("/incidents", demo.token("head")).path("items").get(0);
    assertThat(incident.path("handling").asText()).isEqualTo("closed");
    assertThat(incident.path("closing").path("disposition").asText()).isEqualTo("founded");
  }

  @Test
  void hostileTextIsShownAsText() throws Exception {
    String hostile = "<img src=x onerror=document.title='owned'><script>alert(1)</script>'\"`${1}";
    String json = DemoProcess.JSON.writeValueAsString(hostile);
    String token = demo.token("dispatcher");
    String id =
        demo.post("/alarms", "{\"device\":\"button-1\",\"text\":" + json + "}", token)
            .path("incident")
            .asText();
    demo.post("/incidents/" + id + "/claim", "", token);
    demo.post("/incidents/" + id + "/note", "{\"text\":" + json + "}", token);
    demo.post("/incidents/" + id + "/assignments", "{\"unit\":\"unit-1\"}", token);
    demo.post("/incidents/" + id + "/assignments/unit-1/decline", "{\"note\":" + json + "}", token);
    try (Browser desk = Browser.open(demo.address(), 1440, 900, "en", "dark")) {
      desk.signIn("dispatcher").startShift();
      desk.run("location.hash = '#/desk/i/" + id + "'");
      desk.untilSays(".timeline", hostile).untilSays(".assignment", hostile);
      desk.run("location.hash = arguments[0]", "#/desk/i/" + hostile);
      desk.until(".detail .empty");
      desk.run("location.hash = arguments[0]", "#/" + hostile + "/" + hostile);
      desk.until(".county");
      assertThat(desk.count("img[onerror], body script, .toast script")).isZero();
      assertThat(desk.run("return document.title")).isNotEqualTo("owned");
      desk.checkCleanHands();
    }
  }

  @Test
  void twoDesksSeeEachOthersClaimsAndTheTruthAfterARace() throws Exception {
    try (Browser one = Browser.open(demo.address(), 1440, 900, "zh", "dark");
        Browser two = Browser.open(demo.address(), 1440, 900, "en", "light")) {
      one.signIn("dispatcher").startShift();
      two.signIn("dispatcher-2").startShift();
      String token = demo.token("dispatcher");
      String id =
          demo.post("/alarms", "{\"device\":\"button-1\"}", token).path("incident").asText();
      for (Browser desk : new Browser[] {one, two}) {
        desk.until(".incident-card.rings");
        desk.run("location.hash = '#/desk/i/" + id + "'");
        desk.until("[data-action=claim]");
      }
      // The second desk claims what it saw before the first one claimed.
      two.runAsync(
          "const {getState} = await import('/core/store.js');"
              + "window.seen = getState().incidents[given[0]];",
          id);
      one.press("c").until("[data-action=close]");
      two.runAsync("(await import('/pages/desk/commands.js')).claim(window.seen);");
      two.untilSays(".toast.error", "Somebody was quicker");
      two.untilSays(".incident-head", "县指挥中心一席").until("[data-action=take-over]");
      two.screenshot("race");

      two.press("t").until("dialog[open]").type("shift change").press(Keys.ENTER);
      two.until("[data-action=close]");
      one.untilSays(".incident-head", "县指挥中心二席").until("[data-action=take-over]");
    }
  }

  @Test
  void aLostFeedIsRedAndNothingIsMissingAfterwards() throws Exception {
    try (Relay relay = Relay.to(demo.port());
        Browser desk = Browser.open(relay.address(), 1440, 900, "zh", "dark")) {
      desk.signIn("dispatcher").startShift();
      relay.cut();
      long began = System.nanoTime();
      desk.until(".lost-feed");
      long redMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      String token = demo.token("dispatcher-2");
      for (int button = 1; button <= 25; button++) {
        demo.post("/alarms", "{\"device\":\"button-" + button + "\"}", token);
      }
      desk.screenshot("lost-feed").checkAccessible("the lost feed");
      assertThat(desk.count(".incident-card")).isZero();
      assertThat(desk.text(".queue")).contains("数据中断");
      relay.mend();
      desk.until(".lamp.live").untilGone(".lost-feed");
      int wanted = demo.get("/incidents?handling=open&limit=500", token).path("items").size();
      desk.await(
          "all " + wanted + " incidents are there",
          "return document.querySelector('.desk-bar .count:nth-child(3) b').textContent"
              + " === String(arguments[0])",
          wanted);
      desk.screenshot("after-the-cut");
      System.out.println("console: red " + redMs + " ms after the cut, " + wanted + " after it");
    }
  }
}
