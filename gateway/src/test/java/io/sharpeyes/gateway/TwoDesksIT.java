package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Two desks, one incident: each sees the truth. How soon is printed. */
class TwoDesksIT {

  private static final String ONE = "县指挥中心一席";
  private static final String TWO = "县指挥中心二席";

  /** Remembers when each standing of an incident had been drawn; both desks have one clock. */
  private static final String REMEMBER =
      """
      const {getState, watch} = await import('/core/store.js');
      window.drawn = {};
      let last;
      const look = () => {
        const incident = getState().incidents[given[0]];
        const {handling, owner} = incident ?? {};
        const standing = [handling, owner?.user, owner?.staleSince ? 'stale' : ''].join(' ');
        if (standing === last) return;
        last = standing;
        requestAnimationFrame(() => requestAnimationFrame(() => { drawn[standing] = Date.now(); }));
      };
      watch(look);
      look();""";

  private static Browser desk(RunningGateway gateway, String user) {
    Browser desk = Browser.open(gateway.api().address(), 1440, 900, "zh", "dark");
    return desk.signIn(user).startShift();
  }

  private static String press(RunningGateway gateway, String button) throws Exception {
    String token = gateway.api().token("dispatcher");
    return gateway
        .api()
        .post("/alarms", "{\"device\":\"" + button + "\"}", token)
        .path("incident")
        .asText();
  }

  private static void open(Browser desk, String id) {
    desk.until(".incident-card.rings").go("#/desk/i/" + id).until("[data-action=claim]");
    desk.runAsync(REMEMBER, id);
  }

  /** How much later the other desk had drawn what one desk had; by standing. */
  private static Map<String, Long> laterMs(Browser one, Browser other) {
    Map<String, Long> later = new HashMap<>();
    Map<?, ?> mine = (Map<?, ?>) one.run("return window.drawn");
    Map<?, ?> theirs = (Map<?, ?>) other.run("return window.drawn");
    if (mine != null && theirs != null) {
      mine.forEach(
          (standing, at) -> {
            if (theirs.get(standing) instanceof Number there && at instanceof Number here) {
              later.put(String.valueOf(standing), there.longValue() - here.longValue());
            }
          });
    }
    return later;
  }

  @Test
  void ofTwoWhoClaimAtOnceOneHasItAndBothKnow(@TempDir Path folder) throws Exception {
    Browser.need();
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n");
        Browser one = desk(gateway, "dispatcher");
        Browser two = desk(gateway, "dispatcher-2")) {
      String id = press(gateway, "button-1");
      open(one, id);
      open(two, id);
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> one.press("c")),
              CompletableFuture.runAsync(() -> two.press("c")))
          .get(60, TimeUnit.SECONDS);
      String token = gateway.api().token("head");
      one.untilGone("[data-action=claim]");
      two.untilGone("[data-action=claim]");
      boolean first =
          gateway
              .api()
              .get("/incidents/" + id, token)
              .path("owner")
              .path("user")
              .asText()
              .equals("dispatcher");
      Browser winner = first ? one : two;
      Browser loser = first ? two : one;
      winner.until("[data-action=close]");
      loser.until("[data-action=take-over]").untilSays(".incident-head", first ? ONE : TWO);
      assertThat(loser.count("[data-action=close]")).isZero();
      System.out.println("console: two desks, claim race, ms later: " + laterMs(winner, loser));

      // What a desk saw before somebody else claimed is refused, and the truth is told.
      loser.runAsync(
          "const {getState} = await import('/core/store.js');"
              + "const {claim} = await import('/pages/desk/commands.js');"
              + "await claim({...getState().incidents[given[0]], revision: 0});",
          id);
      loser.untilSays(".toast.error", "别人更快").screenshot("race");

      loser.press("t").until("dialog[open]").type("交班").press(Keys.ENTER);
      loser.until("[data-action=close]");
      winner.until("[data-action=take-over]").untilSays(".incident-head", first ? TWO : ONE);
      System.out.println("console: two desks, take-over, ms later: " + laterMs(loser, winner));
    }
  }

  @Test
  void aDeskThatDiesIsStaleUntilItComesBackOrSomebodyTakesOver(@TempDir Path folder)
      throws Exception {
    Browser.need();
    String settings = "mqtt:\n  port: 0\nresponse:\n  deskGoneAfter: 2s\n";
    try (RunningGateway gateway = RunningGateway.start(folder, settings);
        Browser two = desk(gateway, "dispatcher-2")) {
      String id = press(gateway, "button-1");
      open(two, id);
      try (Browser one = desk(gateway, "dispatcher")) {
        open(one, id);
        one.press("c").until("[data-action=close]");
        two.untilSays(".incident-head", ONE);
      }
      two.untilSays(".incident-head", "席位失联").until("[data-action=take-over].danger");
      String token = gateway.api().token("head");
      System.out.println(
          "console: two desks, stale: drawn at "
              + two.run("return drawn['claimed dispatcher stale']")
              + ", "
              + gateway.api().get("/incidents/" + id, token).path("owner").path("staleSince"));
      two.screenshot("stale");

      try (Browser back = desk(gateway, "dispatcher")) {
        back.go("#/desk/i/" + id).until("[data-action=close]");
        two.until("[data-action=take-over]:not(.danger)");
        assertThat(two.text(".incident-head")).contains(ONE).doesNotContain("席位失联");
      }
      two.until("[data-action=take-over].danger").press("t").until("dialog[open]");
      two.type("席位失联").press(Keys.ENTER).until("[data-action=close]");
      try (Browser back = desk(gateway, "dispatcher")) {
        back.go("#/desk/i/" + id).until("[data-action=take-over]");
        assertThat(back.text(".incident-head")).contains(TWO);
        assertThat(back.count("[data-action=close]")).isZero();
      }
      var incident = gateway.api().get("/incidents/" + id, token);
      assertThat(incident.path("owner").path("user").asText()).isEqualTo("dispatcher-2");
      assertThat(incident.path("handling").asText()).isEqualTo("claimed");
      assertThat(incident.path("owner").has("staleSince")).isFalse();
    }
  }
}
