package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The second factor of local accounts, from outside, with an app of its own. */
@Timeout(180)
class SecondFactorIT {

  private static final String MINE = "/api/v1/me/second-factor";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Instant now = Instant.now();

  private TownsGateway start() throws Exception {
    return new TownsGateway(folder, "192.0.2.1:554", Map.of("access.secondFactorRoles", "[admin]"));
  }

  /** To the next code: both clocks go on. */
  private void nextStep(TownsGateway gateway) {
    gateway.later(Duration.ofSeconds(60));
    now = now.plusSeconds(60);
  }

  private static String code(String code) {
    return "{\"code\":\"" + code + "\"}";
  }

  private static String problem(HttpResponse<String> answer) throws Exception {
    return TownsGateway.json(answer).path("type").asText().replace("urn:sharp-eyes:problem:", "");
  }

  @Test
  void aRoleThatNeedsOneCanDoNothingElseBeforeItIsSetUp() throws Exception {
    try (TownsGateway gateway = start()) {
      Map<String, String> admin = gateway.as("admin");
      for (String path : new String[] {"/api/v1/registry", "/api/v1/cameras", "/api/v1/events"}) {
        HttpResponse<String> refused = gateway.ask("GET", path, null, admin);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(problem(refused)).isEqualTo("second-factor-needed");
      }
      JsonNode me = TownsGateway.json(gateway.ask("GET", "/api/v1/me", null, admin));
      assertThat(me.path("secondFactor").asText()).isEqualTo("needed");
      setUp(gateway, admin);
      assertThat(gateway.ask("GET", "/api/v1/registry", null, admin).statusCode()).isEqualTo(200);
      assertThat(gateway.ask("GET", "/api/v1/devices", null, gateway.as("head")).statusCode())
          .as("a role that needs none")
          .isEqualTo(200);
    }
  }

  private JsonNode setUp(TownsGateway gateway, Map<String, String> who) throws Exception {
    JsonNode begun = TownsGateway.json(gateway.ask("POST", MINE, null, who));
    assertThat(begun.path("uri").asText()).startsWith("otpauth://totp/Sharp%20Eyes%3A");
    TotpApp app = new TotpApp(begun.path("secret").asText());
    HttpResponse<String> wrong = gateway.ask("POST", MINE + "/confirm", code("000000"), who);
    assertThat(wrong.statusCode()).isEqualTo(400);
    HttpResponse<String> right = gateway.ask("POST", MINE + "/confirm", code(app.code(now)), who);
    assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
    JsonNode codes = TownsGateway.json(right).path("recoveryCodes");
    assertThat(codes).hasSize(10);
    return TownsGateway.JSON
        .createObjectNode()
        .put("secret", begun.path("secret").asText())
        .set("codes", codes);
  }

  @Test
  void passwordAloneLetsNobodyInAndEachCodeCountsOnceAfterARestartToo() throws Exception {
    String user = "dispatcher";
    String password = TwoTowns.password(user);
    JsonNode shown;
    TotpApp app;
    try (TownsGateway gateway = start()) {
      Map<String, String> signedIn = gateway.as(user);
      shown = setUp(gateway, signedIn);
      app = new TotpApp(shown.path("secret").asText());
      HttpResponse<String> without = gateway.login(user, password, null);
      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(problem(without)).isEqualTo("code-needed");
      assertThat(problem(gateway.login(user, password, app.code(now))))
          .as("the code that set it up")
          .isEqualTo("wrong-code");
      nextStep(gateway);
      assertThat(problem(gateway.login(user, "wrong", app.code(now)))).isEqualTo("wrong-password");
      assertThat(gateway.login(user, password, app.code(now)).statusCode()).isEqualTo(200);
      assertThat(problem(gateway.login(user, password, app.code(now))))
          .as("the same code again")
          .isEqualTo("wrong-code");
      assertThat(problem(gateway.login(user, password, app.code(now.minusSeconds(30)))))
          .as("one from before it")
          .isEqualTo("wrong-code");
      String recovery = shown.path("codes").path(0).asText();
      assertThat(gateway.login(user, password, recovery).statusCode()).isEqualTo(200);
      assertThat(gateway.login(user, password, recovery).statusCode()).isEqualTo(401);
      HttpResponse<String> again = gateway.ask("POST", MINE, null, signedIn);
      assertThat(problem(again))
          .as("a taken-over session puts no other phone in its place")
          .isEqualTo("second-factor-exists");
      String kept = Files.readString(folder.resolve("data/second-factors.json"));
      assertThat(kept)
          .contains("\"dispatcher\"")
          .doesNotContain(shown.path("secret").asText(), recovery);
    }
    try (TownsGateway gateway = start()) {
      gateway.later(Duration.ofSeconds(60));
      assertThat(problem(gateway.login(user, password, app.code(now))))
          .as("used before the restart")
          .isEqualTo("wrong-code");
      assertThat(problem(gateway.login(user, password, shown.path("codes").path(0).asText())))
          .isEqualTo("wrong-code");
      String other = shown.path("codes").path(1).asText();
      assertThat(gateway.login(user, password, other).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void codesCannotBeGuessedFromHoweverManyAddresses() throws Exception {
    try (TownsGateway gateway = start()) {
      setUp(gateway, gateway.as("head"));
      int refusedOutright = 0;
      for (int i = 0; i < 60 && refusedOutright == 0; i++) {
        gateway.later(Duration.ofSeconds(61));
        HttpResponse<String> answer =
            gateway.login("head", TwoTowns.password("head"), "99999" + i % 10);
        assertThat(answer.statusCode()).isIn(401, 429);
        refusedOutright += answer.statusCode() == 429 ? 1 : 0;
      }
      assertThat(refusedOutright).as("within an hour").isPositive();
    }
  }

  @Test
  void anAdminResetsItForWhoLostThePhoneAndOnlyInTheOwnDistrict() throws Exception {
    try (TownsGateway gateway = start()) {
      Map<String, String> dispatcher = gateway.as("dispatcher-east");
      setUp(gateway, dispatcher);
      String reset = "/api/v1/people/dispatcher-east/second-factor/reset";
      Map<String, String> foreign = gateway.as("admin-west");
      setUp(gateway, foreign);
      assertThat(gateway.ask("POST", reset, null, foreign).statusCode()).isEqualTo(404);
      Map<String, String> admin = gateway.as("admin-east");
      setUp(gateway, admin);
      assertThat(gateway.ask("POST", reset, null, admin).statusCode()).isEqualTo(204);
      assertThat(gateway.ask("GET", "/api/v1/me", null, dispatcher).statusCode())
          .as("who had the session")
          .isEqualTo(401);
      assertThat(gateway.as("dispatcher-east")).isNotEmpty();
      assertThat(
              gateway
                  .ask("POST", "/api/v1/people/admin/second-factor/reset", null, admin)
                  .statusCode())
          .as("an admin of a district above")
          .isEqualTo(404);
    }
  }

  @Test
  void noAdminResetsTheOwn() throws Exception {
    try (TownsGateway gateway = start()) {
      Map<String, String> admin = gateway.as("admin-east");
      setUp(gateway, admin);
      String reset = "/api/v1/people/admin-east/second-factor/reset";
      assertThat(gateway.ask("POST", reset, null, admin).statusCode())
          .as("who took the session over would need no code")
          .isEqualTo(403);
      assertThat(problem(gateway.login("admin-east", TwoTowns.password("admin-east"), null)))
          .isEqualTo("code-needed");
    }
  }

  @Test
  void aWrongCodeIsInTheAuditForItTellsOfAStolenPassword() throws Exception {
    try (TownsGateway gateway = start()) {
      setUp(gateway, gateway.as("dispatcher"));
      gateway.login("dispatcher", TwoTowns.password("dispatcher"), "000000");
      JsonNode rows =
          TownsGateway.json(
              gateway.ask("GET", "/api/v1/audit?action=sign-in-refused", null, gateway.as("head")));
      assertThat(rows.at("/items/0/subject").asText()).isEqualTo("dispatcher");
      assertThat(rows.at("/items/0/detail/wrong").asText()).isEqualTo("code");
    }
  }

  @Test
  void itIsTakenAwayWithACodeOnly() throws Exception {
    try (TownsGateway gateway = start()) {
      Map<String, String> head = gateway.as("head");
      JsonNode shown = setUp(gateway, head);
      TotpApp app = new TotpApp(shown.path("secret").asText());
      assertThat(gateway.ask("POST", MINE + "/remove", code("123456"), head).statusCode())
          .isEqualTo(400);
      nextStep(gateway);
      assertThat(gateway.ask("POST", MINE + "/remove", code(app.code(now)), head).statusCode())
          .isEqualTo(204);
      assertThat(gateway.as("head")).isNotEmpty();
    }
  }

  @Test
  void guessingBehindTheSameAddressDoesNotMakeADeskWait() throws Exception {
    try (TownsGateway gateway = start()) {
      String user = "dispatcher";
      HttpResponse<String> first = gateway.login(user, TwoTowns.password(user), null);
      String cookie =
          first.headers().allValues("Set-Cookie").stream()
              .filter(text -> text.startsWith("sharpeyes-known-"))
              .findFirst()
              .orElseThrow();
      assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Strict");
      String kept = cookie.split(";", 2)[0];
      int slowed = 0;
      for (int i = 0; i < 12; i++) {
        slowed += gateway.login(user, "guess-" + i, null).statusCode() == 429 ? 1 : 0;
      }
      assertThat(slowed).as("the guesser is slowed down").isPositive();
      assertThat(gateway.login(user, TwoTowns.password(user), null).statusCode())
          .as("and whoever else is behind the address, without the cookie")
          .isEqualTo(429);
      String body = "{\"user\":\"" + user + "\",\"password\":\"" + TwoTowns.password(user) + "\"}";
      assertThat(gateway.ask("POST", "/api/v1/login", body, Map.of("Cookie", kept)).statusCode())
          .as("the desk's own browser")
          .isEqualTo(200);
      String foreign = "{\"user\":\"head\",\"password\":\"" + TwoTowns.password("head") + "\"}";
      String forged = kept.substring(0, kept.length() - 4) + "AAAA";
      for (String other : new String[] {forged, "sharpeyes-known-00000000=x", kept}) {
        assertThat(
                gateway.ask("POST", "/api/v1/login", foreign, Map.of("Cookie", other)).statusCode())
            .isEqualTo(200);
      }
    }
  }
}
