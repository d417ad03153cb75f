package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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

  private static final String SILENCE = "silence";

  /** Whether it sounds like that now. */
  private static final String SOUNDS =
      "const wanted = arguments[0]; import('/core/sound.js').then(({sounding}) => {"
          + " window.sounds = sounding() ?? 'silence'; });"
          + "return window.sounds === wanted;";

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
      desk.press("1").until("dialog[open] input[name=reason]:focus").type("孩子已找到");
      desk.screenshot(name + "recall").checkAccessible("the recall").press(Keys.ENTER);
      desk.untilSays(".assignment.recalled", "孩子已找到").untilGone("dialog[open]");
      desk.untilSays(".timeline", "孩子已找到").until(".incident-card .nobody-comes");
      desk.screenshot(name + "recalled").checkAccessible("nobody is coming");
      desk.press("1").until("[data-recall]").untilGone(".nobody-comes");
      desk.press("n").until("dialog[open]").type("门卫已确认").press(Keys.TAB);
      desk.press(Keys.TAB).press(Keys.ENTER).untilGone("dialog[open]");
      desk.untilSays(".timeline", "门卫已确认");
      desk.press("?").until("dialog[open]").screenshot(name + "help").press(Keys.ESCAPE);
      desk.untilGone("dialog[open]");

      desk.press("x").until("dialog[open]").press(Keys.SPACE).screenshot(name + "close");
      desk.checkAccessible("the close dialog");
      desk.press(Keys.ENTER).until("input[value=recallUnits]:focus");
      desk.press(Keys.ARROW_DOWN).until("input[value=unitsOutConfirmed]:checked");
      desk.press(Keys.ENTER).untilSays(".incident-head", closed);
      desk.untilGone(".incident-card");
      // Whoever goes on may be called back still.
      desk.press("1").until("dialog[open] input[name=reason]:focus").press(Keys.ENTER);
      desk.until(".assignment.recalled").untilGone("[data-recall]");
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

  /** Who has focus must be seen all the time; no mouse is there. */
  private static final class Hands {
    private final Browser desk;
    private int keys;

    private Hands(Browser desk) {
      this.desk = desk;
      desk.run(
          """
          window.touched = 0;
          for (const kind of ['pointerdown', 'mousedown', 'mousemove', 'touchstart']) {
            addEventListener(kind, () => { window.touched++; }, {capture: true});
          }""");
    }

    private void press(CharSequence... all) {
      for (CharSequence key : all) {
        desk.press(key);
        keys++;
        assertThat(
                desk.run(
                    """
                    const one = document.activeElement;
                    const ringed = (element) => getComputedStyle(element).outlineStyle !== 'none'
                      && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
                    return one === document.body || one.matches('main, dialog')
                      || ringed(one.closest('.choice') ?? one) || one.outerHTML;"""))
            .as("the focus can be seen after " + keys + " keys")
            .isEqualTo(true);
      }
    }
  }

  @Test
  void aDrillByKeyboardAlone() throws Exception {
    Instant now = Instant.now();
    demo.post(
        "/booked-windows",
        "{\"status\":\"exercise\",\"devices\":[\"button-1\"],\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(now.plusSeconds(1), now.plusSeconds(3_000)),
        demo.token("site"));
    try (Browser desk = Browser.open(demo.address(), 1440, 900, "zh", "dark")) {
      desk.type("dispatcher").press(Keys.TAB).type("demo").press(Keys.ENTER).until("dialog[open]");
      Hands hands = new Hands(desk);
      hands.press(Keys.ENTER);
      desk.untilGone(".sound-blocked");
      hands.press(Keys.TAB, Keys.TAB, Keys.ENTER);
      desk.untilGone("dialog[open]").until(".lamp.live");
      String drill = demo.raise("button-1");
      assertThat(demo.get("/incidents/" + drill, demo.token("head")).path("status").asText())
          .isEqualTo("exercise");
      desk.until(".incident-card.rings").screenshot("drill-rings");
      int before = hands.keys;
      long began = System.nanoTime();
      // Each key is the one that the screen shows.
      assertThat(desk.text(".card-claim")).contains("C");
      hands.press("c");
      desk.until("[data-action=close]").until("[data-assign]").screenshot("drill-claimed");
      hands.press("1");
      desk.until(".assignment").screenshot("drill-sent");
      hands.press("x");
      desk.until("dialog[open]").screenshot("drill-close");
      hands.press(Keys.ENTER);
      // A unit is still out: the question has the focus.
      desk.until("input[value=recallUnits]:focus").screenshot("drill-units-out");
      hands.press(Keys.SPACE, Keys.ENTER);
      desk.untilSays(".incident-head", "已办结").untilGone(".incident-card");
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      System.out.println(
          "console: a drill from its sound to its end: %d keys, %d ms"
              .formatted(hands.keys - before, tookMs));
      assertThat(desk.run("return window.touched")).isEqualTo(0L);
      JsonNode closed = demo.get("/incidents/" + drill, demo.token("head"));
      assertThat(closed.path("closing").path("disposition").asText()).isEqualTo("exercise");
      assertThat(closed.at("/assignments/0/state").asText()).isEqualTo("recalled");
    }
  }

  @Test
  void itSoundsByPriorityAndSaysThePlaceUntilSomebodyClaims() throws Exception {
    String token = demo.token("dispatcher");
    try (Browser desk = Browser.open(demo.address(), 1440, 900, "zh", "dark");
        Browser second = Browser.open(demo.address(), 1440, 900, "zh", "dark")) {
      second.signIn("dispatcher-2").startShift();
      desk.signIn("dispatcher").startShift();
      desk.run(
          """
          window.said = [];
          const speak = speechSynthesis.speak.bind(speechSynthesis);
          speechSynthesis.speak = (one) => { window.said.push(one.text); speak(one); };""");
      desk.await("it is quiet", SOUNDS, SILENCE);
      String household =
          demo.post("/alarms", "{\"device\":\"button-9\",\"code\":123}", token)
              .path("incident")
              .asText();
      desk.await("it sounds", SOUNDS, priority(household));
      demo.post("/incidents/" + household + "/quiet", "{\"forS\":60}", token);
      desk.await("the quiet key holds", SOUNDS, SILENCE);
      String school =
          demo.post("/alarms", "{\"device\":\"button-1\"}", token).path("incident").asText();
      desk.await("it is void for a new one", SOUNDS, priority(school));
      desk.await(
          "the place is said",
          "return window.said.some((one) => one.includes(arguments[0]))",
          "石桥中心小学");
      demo.post("/incidents/" + school + "/claim", "", token);
      desk.await("it ends when somebody has it", SOUNDS, SILENCE);
    }
  }

  @Test
  void theClaimingKeyIsForTheCardThatHasTheFocus() throws Exception {
    String token = demo.token("dispatcher-2");
    demo.post("/alarms", "{\"device\":\"button-1\"}", token);
    String second =
        demo.post("/alarms", "{\"device\":\"button-9\"}", token).path("incident").asText();
    try (Browser desk = Browser.open(demo.address(), 1440, 900, "zh", "dark")) {
      desk.signIn("dispatcher").startShift().until("[data-key='" + second + "']");
      desk.run(
          "document.querySelector('.incident-card:not([data-key=\"" + second + "\"])').focus()");
      desk.press(Keys.TAB).until("[data-key='" + second + "']:focus .card-claim").press("c");
      desk.until(".incident-card.is-mine");
      assertThat(demo.get("/incidents/" + second, token).path("owner").path("user").asText())
          .isEqualTo("dispatcher");
    }
  }

  @Test
  void theWordClaimOnACardClaims() throws Exception {
    String token = demo.token("dispatcher-2");
    String incident =
        demo.post("/alarms", "{\"device\":\"button-2\"}", token).path("incident").asText();
    try (Browser desk = Browser.open(demo.address(), 1440, 900, "en", "dark")) {
      desk.signIn("dispatcher").startShift().touch("[data-key='" + incident + "'] .card-claim");
      desk.until("[data-key='" + incident + "'].is-mine").until("[data-action=close]");
      assertThat(demo.get("/incidents/" + incident, token).path("owner").path("user").asText())
          .isEqualTo("dispatcher");
    }
  }

  private String priority(String incident) throws Exception {
    return demo.get("/incidents/" + incident, demo.token("head")).path("priority").asText();
  }
}
