package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The change of shift at two desks, by keyboard: offered, seen, accepted; then it has moved. */
class HandoverConsoleIT {

  @ParameterizedTest
  @CsvSource({"zh, dark, 1440, 900", "en, light, 360, 740"})
  void whatADeskHasMovesWhenTheNextOneAccepts(
      String language, String theme, int width, int height, @TempDir Path data) throws Exception {
    Browser.need();
    String name = "handover-" + language + "-" + theme + "-" + width + "-";
    try (DemoProcess demo = DemoProcess.start(data);
        Browser leaving = Browser.open(demo.address(), width, height, language, theme);
        Browser coming = Browser.open(demo.address(), width, height, language, theme)) {
      String token = demo.token("dispatcher");
      String incident =
          demo.post("/alarms", "{\"device\":\"button-4\"}", token).path("incident").asText();
      demo.post("/incidents/" + incident + "/claim", "", token);
      leaving.signIn("dispatcher").startShift().until(".incident-card");
      coming.signIn("dispatcher-2").startShift().until(".incident-card");

      leaving.press("h").until(".handover input[name=to]").press(Keys.SPACE);
      leaving.press(Keys.TAB).type("the gate is locked, ring twice");
      leaving.screenshot(name + "offer").checkAccessible("the handover's form");
      leaving.press(Keys.TAB).press(Keys.TAB).press(Keys.ENTER).untilGone("dialog[open]");
      assertThat(owner(demo, incident)).isEqualTo("dispatcher");

      coming.until("[data-handover='1']").press("h").untilSays(".handover-note", "ring twice");
      coming.screenshot(name + "offered").checkAccessible("what is offered");
      coming.run("document.querySelector('[data-accept]').focus()");
      coming.press(Keys.ENTER).untilGone("dialog[open]").until(".card-owner.is-mine, .is-mine");
      coming.screenshot(name + "accepted");
      assertThat(owner(demo, incident)).isEqualTo("dispatcher-2");
      leaving.untilGone(".is-mine").checkCleanHands();
      coming.checkCleanHands();
    }
  }

  private static String owner(DemoProcess demo, String incident) throws Exception {
    return demo.get("/incidents/" + incident, demo.token("dispatcher"))
        .path("owner")
        .path("user")
        .asText();
  }
}
