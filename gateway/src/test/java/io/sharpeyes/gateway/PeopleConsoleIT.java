package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What maintenance, a site, a head and an administrator do, in a real browser. */
class PeopleConsoleIT {

  private static final String HOSTILE =
      "<img src=x onerror=document.title='owned'><script>alert(1)</script>'\"`${1}";

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

  private static String name(String person, String language, String theme, int width) {
    return person + "-" + language + "-" + theme + "-" + width + "-";
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 1280, 800", "en, dark, 360, 740"})
  void maintenanceFindsAFaultOrdersItsMendingAndTestsAButton(
      String language, String theme, int width, int height) throws Exception {
    String name = name("maintenance", language, theme, width);
    try (Browser page = Browser.open(demo.address(), width, height, language, theme)) {
      // One camera of the demo is dead, one has another password.
      page.signIn("maintenance").until(".group:nth-of-type(2)").until(".upkeep-map canvas");
      page.screenshot(name + "state").checkAccessible("what is down");
      page.touch(".group .button").until("dialog[open]").checkAccessible("the order's form");
      page.touch("dialog input[value='3']").fill("dialog textarea", "先打电话");
      page.touch("dialog [type=submit]").untilGone("dialog[open]");
      page.go("#/orders").untilSays(".order .notes", "先打电话");
      page.touch(".order-keys .button:last-child").fill("dialog textarea", "换好了");
      page.screenshot(name + "done").touch("dialog [type=submit]").untilGone("dialog[open]");
      page.untilGone(".order-keys").untilSays(".order", "换好了");
      page.screenshot(name + "orders").checkAccessible("the orders");

      page.go("#/sites").until(".table .mark").screenshot(name + "sites");
      page.checkAccessible("the sites");
      page.go("#/cameras").until(".cause .mark").checkAccessible("the cameras");
      page.go("#/devices").until(".table a").checkAccessible("the devices");
      page.go("#/devices/button-2").touch(".field-test .button.main").until(".press-now");
      page.screenshot(name + "press-now");
      demo.raise("button-2");
      page.until(".arrived").screenshot(name + "arrived").checkAccessible("one device");
      page.touch(".field-test.running .button").untilGone(".field-test.running");
      page.checkCleanHands();
    }
    JsonNode order =
        demo.get("/work-orders?state=done", demo.token("maintenance")).path("items").get(0);
    assertThat(order.path("notes")).hasSize(2);
    JsonNode incident = demo.get("/incidents", demo.token("dispatcher")).path("items").get(0);
    assertThat(incident.path("status").asText()).isEqualTo("test");
  }

  @ParameterizedTest
  @CsvSource({"zh, dark, 360, 740", "en, light, 1280, 800"})
  void aSiteBooksADrillAndSeesItsReportAndWhoLooked(
      String language, String theme, int width, int height) throws Exception {
    String name = name("site", language, theme, width);
    try (Browser page = Browser.open(demo.address(), width, height, language, theme)) {
      page.signIn("site").until(".safe.no, .safe.yes").until(".site-things li");
      page.screenshot(name + "site").checkAccessible("the site");
      page.touch(".site .page-head .button.main").until("dialog[open]");
      page.touch("dialog input[value=exercise]").touch("dialog input[value=button-1]");
      page.screenshot(name + "book").checkAccessible("the booking");
      page.touch("dialog [type=submit]").untilGone("dialog[open]").until(".drill-row .mark.drill");
      demo.raise("button-1");
      JsonNode incident = demo.get("/incidents", demo.token("dispatcher")).path("items").get(0);
      assertThat(incident.path("status").asText()).isEqualTo("exercise");
      demo.post(
          "/incidents/" + incident.path("id").asText() + "/claim", "", demo.token("dispatcher"));
      page.until(".drill-row .things b").screenshot(name + "report");
      page.touch("[data-looked]").until("dialog[open] .receipt-signed");
      page.screenshot(name + "receipt").checkAccessible("the receipt");
      page.checkCleanHands();
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 1280, 800", "en, dark, 360, 740"})
  void aHeadSeesDistributionsAndWhoLooked(String language, String theme, int width, int height)
      throws Exception {
    String name = name("head", language, theme, width);
    String desk = demo.token("dispatcher");
    for (String button : new String[] {"button-4", "button-9", "button-20"}) {
      String id =
          demo.post("/alarms", "{\"device\":\"" + button + "\"}", desk).path("incident").asText();
      demo.post("/incidents/" + id + "/claim", "", desk);
      demo.post(
          "/incidents/" + id + "/close",
          "{\"disposition\":\"accidental\",\"callBack\":\"call\"}",
          desk);
    }
    try (Browser page = Browser.open(demo.address(), width, height, language, theme)) {
      page.signIn("head").until(".stage-plots path.line").until("svg.spread");
      page.untilSays(
          "[aria-label='" + (language.equals("zh") ? "误报" : "False presses") + "']", "100%");
      page.screenshot(name + "report").checkAccessible("the report");
      page.go("#/audit").touch(".audit [type=submit]").until(".audit .table-frame, .audit .empty");
      page.screenshot(name + "audit").checkAccessible("the audit");
      page.checkCleanHands();
    }
  }

  private static void choose(Browser page, String file, String csv) {
    page.until("input[type=file]");
    page.run(
        "const chosen = new DataTransfer(); chosen.items.add(new File([arguments[1]], arguments[0]));"
            + "const input = document.querySelector('input[type=file]'); input.files = chosen.files;"
            + "input.dispatchEvent(new Event('change', {bubbles: true}));",
        file,
        csv);
  }

  @ParameterizedTest
  @CsvSource({"zh, dark, 1280, 800", "en, light, 360, 740"})
  void anAdministratorSeesEveryErrorAndChangeBeforeAnythingChanges(
      String language, String theme, int width, int height) throws Exception {
    String name = name("admin", language, theme, width);
    String head = "id,name,kind,district,latitude,longitude,phone\n";
    String admin = demo.token("admin");
    try (Browser page = Browser.open(demo.address(), width, height, language, theme)) {
      page.signIn("admin").until(".drop").checkAccessible("the registry");
      choose(page, "units.csv", head + "unit-9,x,plane,390921101000,26.3,117.9,\n");
      page.touch(".report-part > p .button.main")
          .untilSays(".import-report.problems", "units.csv:2:kind");
      page.screenshot(name + "problems").checkAccessible("the problems");
      choose(page, "units.csv", head + "unit-9,新车,car,390921101000,26.3,117.9,\n");
      page.touch(".report-part > p .button.main").untilSays(".import-report.preview", "unit-9");
      assertThat(demo.get("/units?limit=500", admin).path("items")).hasSize(8);
      page.screenshot(name + "preview").checkAccessible("the preview");
      page.touch(".import-report .button.main").until(".import-report.changed");
      assertThat(demo.get("/units?limit=500", admin).path("items")).hasSize(9);
      page.go("#/people").untilSays(".table", "dispatcher").checkAccessible("the people");
      page.touch(".page-head .button.main").fill("dialog input[name=user]", "wang");
      page.fill("dialog input[name=name]", "王").fill("dialog input[name=password]", "a-password");
      page.touch("dialog form [type=submit]").untilSays("dialog .import-report", "wang");
      page.screenshot(name + "person").checkAccessible("a person");
      page.touch("dialog .import-report .button.main").untilGone("dialog[open]");
      page.untilSays(".table", "wang");
      page.checkCleanHands();
    }
  }

  @ParameterizedTest
  @CsvSource({"en, 1440", "zh, 1440", "en, 1280", "en, 1024"})
  void noPageOfTheBarIsCut(String language, int width) throws Exception {
    try (Browser page = Browser.open(demo.address(), width, 900, language, "light")) {
      page.signIn("admin").until(".tab:nth-of-type(8)").screenshot("bar-" + language + "-" + width);
      assertThat(
              page.run(
                  "const bar = document.querySelector('.bar nav').getBoundingClientRect();"
                      + "return [...document.querySelectorAll('.tab')]"
                      + ".filter((tab) => tab.getBoundingClientRect().right > bar.right + 1)"
                      + ".map((tab) => tab.textContent.trim()).join()"))
          .isEqualTo("");
    }
  }

  @Test
  void hostileTextIsShownAsText() throws Exception {
    String json = DemoProcess.JSON.writeValueAsString(HOSTILE);
    String token = demo.token("maintenance");
    demo.post("/work-orders", "{\"title\":" + json + ",\"note\":" + json + "}", token);
    try (Browser page = Browser.open(demo.address(), 1280, 800, "en", "dark")) {
      page.signIn("maintenance").go("#/orders").untilSays(".order h3", HOSTILE);
      page.untilSays(".notes", HOSTILE);
      page.go("#/devices/" + HOSTILE).until(".empty, .problem");
      assertThat(page.count("img[onerror], main script")).isZero();
      assertThat(page.run("return document.title")).isNotEqualTo("owned");
      page.checkCleanHands();
    }
  }
}
