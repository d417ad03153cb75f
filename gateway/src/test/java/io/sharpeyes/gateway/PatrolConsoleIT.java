package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A patrol's work in a real browser, with and without network. */
class PatrolConsoleIT {

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

  /** Somebody presses, a desk claims and sends the patrol's unit. */
  private String send() throws Exception {
    return sendTo("button-1");
  }

  private String sendTo(String button) throws Exception {
    String desk = demo.token("dispatcher");
    String press = "{\"device\":\"" + button + "\"}";
    String id = demo.post("/alarms", press, desk).path("incident").asText();
    demo.post("/incidents/" + id + "/claim", "", desk);
    demo.post("/incidents/" + id + "/assignments", "{\"unit\":\"unit-1\"}", desk);
    return id;
  }

  private JsonNode assignment(String id) throws Exception {
    return demo.get("/incidents/" + id, demo.token("dispatcher")).path("assignments").get(0);
  }

  private List<String> steps(String id) throws Exception {
    List<String> steps = new ArrayList<>();
    JsonNode page = demo.get("/incidents/" + id + "/timeline?limit=500", demo.token("dispatcher"));
    for (JsonNode event : page.path("items")) {
      String type = event.path("type").asText();
      if (type.startsWith("assignment.")) {
        steps.add(type.substring("assignment.".length()));
      }
    }
    return steps;
  }

  /**
   * The phone shows the next step as soon as it is touched; the gateway has it when nothing waits.
   */
  private static void accept(Browser phone) {
    phone.touch(".step.accept").until(".keys > .step.en-route").untilGone(".waiting");
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 360, 740", "en, dark, 1280, 800"})
  void fromSigningInToDone(String language, String theme, int width, int height) throws Exception {
    String name = "patrol-" + language + "-" + theme + "-" + width + "-";
    try (Browser phone = Browser.open(demo.address(), width, height, language, theme)) {
      phone.standAt(26.308, 117.999).signIn("patrol").until(".duty-switch[aria-checked=true]");
      phone.until(".place-line.live").screenshot(name + "standing-by").checkAccessible("no task");
      String id = send();
      phone.until(".unanswered .step.accept").until(".call-key").until(".patrol-map canvas");
      phone.screenshot(name + "sent").checkAccessible("the assignment");
      phone.touch(".step.accept").touch(".keys > .step.en-route");
      phone.touch(".keys > .step.on-scene").touch(".keys > .step.done");
      phone.until("dialog[open]").screenshot(name + "done").checkAccessible("the feedback");
      phone.touch("dialog input[value=founded]").touch("dialog [type=submit]");
      phone.untilGone(".patrol-case").until(".over li").screenshot(name + "over");
      phone.until(".duty-switch").touch(".duty-switch").until("[aria-checked=false]");
      phone.until(".place-line:not(.live)");
      phone.checkCleanHands();
      assertThat(assignment(id).path("state").asText()).isEqualTo("done");
      assertThat(assignment(id).path("note").asText()).isNotEmpty();
      assertThat(steps(id)).containsExactly("sent", "accepted", "en-route", "on-scene", "done");
    }
    JsonNode unit = demo.get("/units", demo.token("patrol")).path("items").get(0);
    assertThat(unit.path("onDuty").asBoolean()).isFalse();
    assertThat(unit.has("latitude")).as("a position is forgotten with the duty").isFalse();
  }

  @Test
  void whatIsPressedInADeadSpotArrivesOnce() throws Exception {
    String id = send();
    try (Relay relay = Relay.to(demo.port());
        Browser phone = Browser.open(relay.address(), 360, 740, "zh", "light")) {
      accept(phone.signIn("patrol"));
      filesAreKept(phone);
      relay.cut();
      phone.touch(".keys > .step.en-route").touch(".keys > .step.on-scene");
      phone.untilSays(".waiting", "2").until(".lost-feed").screenshot("patrol-dead-spot");
      phone.checkAccessible("the dead spot");
      phone.run("location.reload()");
      // The page comes from the phone itself, and knows what waits.
      phone.untilSays(".waiting", "2").until(".keys > .step.done");
      phone.screenshot("patrol-reopened-in-a-dead-spot");
      assertThat(assignment(id).path("state").asText()).isEqualTo("accepted");
      relay.mend();
      phone.untilGone(".waiting").until(".lamp.live").untilGone(".is-queued");
      assertThat(steps(id)).containsExactly("sent", "accepted", "en-route", "on-scene");
    }
  }

  private static void filesAreKept(Browser phone) {
    phone.runAsync(
        "const wanted = ['/', '/app.js', '/pages/patrol/patrol.js', '/lib/preact.js'];"
            + "for (;;) {"
            + "  const cache = await caches.open('sharp-eyes-files');"
            + "  const kept = (await cache.keys()).map(({url}) => new URL(url).pathname);"
            + "  if (wanted.every((one) => kept.includes(one))) {"
            + "    if (kept.some((one) => one.startsWith('/api'))) throw new Error('kept ' + kept);"
            + "    return true;"
            + "  }"
            + "  await new Promise((resolve) => setTimeout(resolve, 100));"
            + "}");
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 360, 740, 取消出动", "en, dark, 1440, 900, Stand down"})
  void whoIsRecalledSeesItAtOnceAndWhoWasAwayWhenItComesBack(
      String language, String theme, int width, int height, String words) throws Exception {
    String name = "patrol-recalled-" + language + "-" + width + "-";
    String desk = demo.token("dispatcher");
    String id = send();
    try (Relay relay = Relay.to(demo.port());
        Browser phone = Browser.open(relay.address(), width, height, language, theme)) {
      accept(phone.signIn("patrol"));
      String recall = "{\"reason\":\"孩子已找到\"}";
      demo.post("/incidents/" + id + "/assignments/unit-1/recall", recall, desk);
      phone.untilSays(".stood-down", words).untilSays(".stood-down", "孩子已找到");
      phone.untilGone(".patrol-case").screenshot(name + "at-once").checkAccessible("the recall");
      phone.run("location.reload()");
      phone.untilSays(".stood-down", words).touch(".stood-down .step").until(".standing-by");
      phone.run("location.reload()");
      phone.until(".over li").until(".standing-by");

      demo.post("/incidents/" + id + "/assignments", "{\"unit\":\"unit-1\"}", desk);
      accept(phone);
      filesAreKept(phone);
      relay.cut();
      phone.touch(".keys > .step.en-route").untilSays(".waiting", "1");
      phone.run("location.reload()");
      phone.until(".keys > .step.on-scene");
      demo.post("/incidents/" + id + "/assignments/unit-1/recall", "", desk);
      demo.post("/incidents/" + id + "/close", "{\"disposition\":\"founded\"}", desk);
      relay.mend();
      // The incident is closed and in no list any more, and a step waited to be said.
      phone.untilSays(".stood-down", words).untilGone(".waiting").untilGone(".patrol-case");
      phone.screenshot(name + "later");
      assertThat(steps(id))
          .containsExactly("sent", "accepted", "recalled", "sent", "accepted", "recalled");
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, light", "en, dark"})
  void whatIsToBeDoneIsNeverBelowAnOldRecall(String language, String theme) throws Exception {
    String desk = demo.token("dispatcher");
    String first = sendTo("button-1");
    String second = sendTo("button-5");
    demo.post("/incidents/" + first + "/assignments/unit-1/recall", "", desk);
    demo.post("/incidents/" + second + "/assignments/unit-1/recall", "", desk);
    // A phone that knows nothing yet: the last recall is large, one that was before it a line.
    try (Browser phone = Browser.open(demo.address(), 360, 780, language, theme)) {
      phone.signIn("patrol").until(".stood-down").until(".stood-down-line");
      phone.screenshot("patrol-two-recalls-" + language).checkAccessible("two recalls");
      assertThat(phone.count(".stood-down")).isOne();

      sendTo("button-9");
      phone.until(".patrol-case.unanswered").untilGone(".stood-down").untilGone(".stood-down-line");
      isInSight(phone, ".go-to-address");

      String other = sendTo("button-2");
      phone.until(".choice-row");
      demo.post("/incidents/" + other + "/assignments/unit-1/recall", "", desk);
      phone.until(".stood-down-line").untilGone(".choice-row").untilGone(".stood-down");
      isInSight(phone, ".go-to-address");
      phone.screenshot("patrol-recall-beside-an-alarm-" + language).checkAccessible("both");
      phone.touch(".stood-down-line .button").untilGone(".stood-down-line");
    }
  }

  private static void isInSight(Browser phone, String selector) {
    phone.await(
        selector + " is in sight",
        "scrollTo(0, 0);"
            + "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
            + "const keys = document.querySelector('.keys').getBoundingClientRect();"
            + "return box.top > 0 && box.bottom < keys.top;",
        selector);
  }

  @Test
  void whoGoesOnAfterTheDeskHasClosedHasItsKeysUntilItIsDone() throws Exception {
    String desk = demo.token("dispatcher");
    String id = send();
    try (Browser phone = Browser.open(demo.address(), 360, 740, "en", "light")) {
      accept(phone.signIn("patrol"));
      String goOn = "{\"disposition\":\"founded\",\"unitsOutConfirmed\":true}";
      demo.post("/incidents/" + id + "/close", goOn, desk);
      phone.until(".closed-go-on").touch(".keys > .step.en-route");
      phone.screenshot("patrol-closed-go-on").checkAccessible("what was closed meanwhile");
      // As a phone that knows nothing yet.
      phone.run("localStorage.clear(); location.reload()");
      phone.until(".closed-go-on").until(".call-key").touch(".keys > .step.on-scene");
      phone.touch(".keys > .step.done").touch("dialog input[value=founded]");
      phone.touch("dialog [type=submit]").until(".over li").until(".standing-by");
      assertThat(steps(id)).containsExactly("sent", "accepted", "en-route", "on-scene", "done");
    }
  }

  @Test
  void whatTheGatewayDoesNotTakeShowsTheTruth() throws Exception {
    String id = send();
    try (Relay relay = Relay.to(demo.port());
        Browser phone = Browser.open(relay.address(), 360, 740, "en", "dark")) {
      phone.signIn("patrol").until(".step.accept");
      relay.cut();
      phone.touch(".step.accept").untilSays(".waiting", "1");
      String desk = demo.token("dispatcher");
      demo.post("/incidents/" + id + "/assignments/unit-1/decline", "{\"note\":\"radio\"}", desk);
      relay.mend();
      phone.untilSays(".toast.error", "did not take").untilGone(".waiting");
      phone.untilGone(".patrol-case").untilSays(".over", "Declined");
      phone.screenshot("patrol-refused").checkAccessible("the refusal");
      assertThat(steps(id)).containsExactly("sent", "declined");
    }
  }
}
