package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page of every role while each free text of the county tries to be more than text: what it
 * says is read, nothing of it is done, nobody else is asked for anything, and the page can be read
 * by everybody in both lights.
 */
class EveryPageIT {

  /**
   * Ends what it stands in, runs if it can, turns what follows around, and is invisible in part.
   */
  private static final String HOSTILE =
      "\"><script>owned=1</script><img src=x onerror=owned=1>\u202e\u200b";

  /** What is left of it: what turns the rest of the line around is not shown. */
  private static final String SHOWN = HOSTILE.replace("\u202e", "");

  /** What template languages would reckon, and what the console itself fills in. */
  private static final String TEMPLATE = "{{7*7}} ${7*7} {name} {count} %s <%= 7*7 %>";

  /** As long as a note may be, without a place to break. */
  private static final String LONG = "W".repeat(1_990);

  /** The columns of the registry that people fill in freely: file, column, name of the field. */
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("sites.csv", "name", "site"),
          List.of("sites.csv", "address", "address"),
          List.of("sites.csv", "accessNotes", "access"),
          List.of("contacts.csv", "name", "contact"),
          List.of("devices.csv", "name", "device"),
          List.of("cameras.csv", "name", "camera"),
          List.of("units.csv", "name", "unit"),
          List.of("people.csv", "name", "person"),
          List.of("districts.csv", "name", "district"));

  /** What makes the page wider than the screen. */
  private static final String TOO_WIDE =
      """
      if (document.documentElement.scrollWidth <= innerWidth) return [];
      return [...document.querySelectorAll('#app *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => `${one.localName}.${one.className}`).slice(0, 12);""";

  private final List<String> tooWide = new ArrayList<>();
  private final Set<String> written = new TreeSet<>();
  private final Set<String> read = new TreeSet<>();

  @BeforeEach
  void need() {
    Browser.need();
  }

  private String hostile(String field) {
    written.add(field);
    return field + HOSTILE;
  }

  /** In JSON. */
  private String said(String field) throws Exception {
    return ApiClient.JSON.writeValueAsString(hostile(field));
  }

  private void registry(Path folder) throws Exception {
    for (List<String> column : COLUMNS) {
      Path file = folder.resolve(column.get(0));
      List<String> rows = new ArrayList<>(Files.readAllLines(file));
      int at = List.of(rows.get(0).split(",", -1)).indexOf(column.get(1));
      String cell = '"' + hostile(column.get(2)).replace("\"", "\"\"") + '"';
      rows.replaceAll(
          row -> {
            String[] cells = row.split(",", -1);
            cells[at] = cells[at].equals(column.get(1)) ? cells[at] : cell;
            return String.join(",", cells);
          });
      Files.write(file, rows);
    }
  }

  /** An open incident and a closed one; both went through everything that takes words. */
  private List<String> incidents(ApiClient api) throws Exception {
    String desk = api.token("dispatcher");
    String second = api.token("dispatcher-2");
    String press = "{\"device\":\"button-%d\",\"text\":" + said("alarm") + "}";
    List<String> ids = new ArrayList<>();
    for (int button = 1; button <= 2; button++) {
      ids.add(api.post("/alarms", press.formatted(button), desk).path("incident").asText());
    }
    String open = "/incidents/" + ids.get(0);
    api.post(open + "/claim", "", desk);
    api.post(open + "/take-over", "{\"reason\":" + said("takeover") + "}", second);
    api.post(open + "/note", "{\"text\":" + said("note") + "}", second);
    api.post(open + "/note", "{\"text\":\"" + LONG + "\"}", second);
    api.post(open + "/note", "{\"text\":\"" + TEMPLATE + "\"}", second);
    api.post(open + "/return", "{\"reason\":" + said("returned") + "}", second);
    api.post(open + "/claim", "", second);
    String announcement = "{\"speaker\":\"speaker-1\",\"text\":" + said("announced") + "}";
    api.post(open + "/announce", announcement, second);
    assertThatThrownBy(
            () -> api.post(open + "/note", "{\"text\":\"" + LONG.repeat(6) + "\"}", second))
        .hasMessageContaining("answered 400");
    api.post(open + "/assignments", "{\"unit\":\"unit-1\"}", second);
    api.post(open + "/assignments/unit-1/decline", "{\"note\":" + said("declined") + "}", second);
    api.post(open + "/assignments", "{\"unit\":\"unit-1\"}", second);
    api.post(open + "/assignments", "{\"unit\":\"unit-2\"}", second);
    api.post(open + "/assignments/unit-2/accept", "{\"note\":" + said("accepted") + "}", second);
    api.post(open + "/assignments/unit-2/en-route", "", second);
    api.post(open + "/assignments/unit-2/on-scene", "", second);
    api.post(open + "/assignments/unit-2/done", "{\"note\":" + said("done") + "}", second);
    api.post(open + "/assignments", "{\"unit\":\"unit-3\"}", second);
    api.post(open + "/assignments/unit-3/recall", "{\"reason\":" + said("recalled") + "}", second);
    api.post("/handovers", "{\"to\":\"dispatcher\",\"note\":" + said("handover") + "}", second);
    String closed = "/incidents/" + ids.get(1);
    api.post(closed + "/claim", "", desk);
    api.post(closed + "/close", "{\"disposition\":\"founded\",\"note\":\"\"}", desk);
    api.post(closed + "/reopen", "{\"reason\":" + said("reopen") + "}", desk);
    api.post(
        closed + "/close",
        "{\"disposition\":\"founded\",\"note\":%s,\"category\":%s,\"caseNumber\":%s,\"handedTo\":[%s]}"
            .formatted(said("closing"), said("category"), said("casenr"), said("handed")),
        desk);
    kept(api, closed);
    return ids;
  }

  /** What can be said about what was kept: a review that is declined, one that waits, a hold. */
  private void kept(ApiClient api, String closed) throws Exception {
    String desk = api.token("dispatcher");
    String head = api.token("head");
    String camera = api.get(closed + "/cameras", desk).path("items").get(0).path("camera").asText();
    String grant = closed + "/cameras/" + camera + "/grant";
    String wish = "{\"review\":{\"requestNumber\":%s,\"reason\":%s}}";
    String asked =
        api.post(grant, wish.formatted(said("request"), said("wish")), desk)
            .path("review")
            .asText();
    String decline = closed + "/reviews/" + asked + "/decline";
    api.post(decline, "{\"reason\":" + said("declinedwish") + "}", head);
    // Somebody else's, so that the declined one stays beside it.
    api.post(grant, wish.formatted(said("other"), said("otherwish")), api.token("dispatcher-2"));
    api.post(closed + "/hold", "{\"reason\":" + said("held") + "}", head);
    String glass = "{\"reason\":" + said("glass") + "}";
    api.post("/cameras/camera-1/break-glass", glass, api.token("maintenance"));
  }

  private void others(ApiClient api) throws Exception {
    String maintenance = api.token("maintenance");
    String order =
        api.post(
                "/work-orders",
                "{\"title\":"
                    + said("order")
                    + ",\"site\":\"school-1\",\"note\":"
                    + said("why")
                    + "}",
                maintenance)
            .path("id")
            .asText();
    api.post(
        "/work-orders/" + order + "/note", "{\"text\":" + said("ordernote") + "}", maintenance);
    String done =
        api.post("/work-orders", "{\"title\":\"battery\",\"site\":\"school-1\"}", maintenance)
            .path("id")
            .asText();
    api.post("/work-orders/" + done + "/done", "{\"text\":" + said("ordered") + "}", maintenance);
    Instant from = Instant.now().plusSeconds(3_600);
    api.post(
        "/booked-windows",
        "{\"status\":\"exercise\",\"devices\":[\"button-1\"],\"from\":\"%s\",\"to\":\"%s\",\"note\":%s}"
            .formatted(from, from.plusSeconds(600), said("drill")),
        api.token("site"));
  }

  /** Where each person goes beside the pages in the bar. */
  private static Map<String, List<String>> alsoGoes(List<String> incidents) {
    Map<String, List<String>> also = new LinkedHashMap<>();
    String kept = "#/archive/" + incidents.get(1);
    also.put(
        "dispatcher-2",
        List.of("#/desk/i/" + incidents.get(0), "#/desk/i/" + incidents.get(1), kept));
    also.put("dispatcher", List.of(kept));
    also.put("patrol", List.of());
    also.put("site", List.of());
    also.put("maintenance", List.of("#/devices/button-1", "#/devices/" + HOSTILE));
    also.put(
        "head",
        List.of(
            kept,
            "#/audit/incident/" + incidents.get(1),
            "#/audit/camera/camera-1",
            "#/" + HOSTILE));
    also.put("admin", List.of());
    return also;
  }

  @Test
  void textStaysTextAndNothingLeavesTheMachine(@TempDir Path folder) throws Exception {
    RunningGateway.copyDemoRegistry(folder.resolve("registry"));
    registry(folder.resolve("registry"));
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n")) {
      ApiClient api = gateway.api();
      List<String> incidents = incidents(api);
      others(api);
      written.add("template");
      int pages = 0;
      for (var person : alsoGoes(incidents).entrySet()) {
        try (Browser page = Browser.open(api.address(), 1440, 900, "en", "dark")) {
          // Without a place of its own Chromium, not the page, would ask its maker for one.
          page.standAt(26.308, 117.999).signIn(person.getKey());
          if (person.getKey().startsWith("dispatcher")) {
            page.startShift();
          }
          List<String> places = new ArrayList<>(List.of("#/"));
          page.all("nav .tab", "getAttribute('href')")
              .forEach(place -> places.add(String.valueOf(place)));
          places.addAll(person.getValue());
          for (String place : places) {
            page.go(place).until("#main");
            look(page, person.getKey() + " at " + place);
            pages++;
          }
          if (person.getKey().equals("dispatcher")) {
            page.go("#/desk").until(".queue").press("h").until("dialog[open] .handover-note");
            look(page, "what is handed over");
            pages++;
          }
          page.checkCleanHands();
        }
      }
      System.out.println("console: hostile text on " + pages + " pages, seen of " + read);
      assertThat(tooWide).as("pages wider than the screen").isEmpty();
      assertThat(read).as("fields whose text was read somewhere").isEqualTo(written);
    }
  }

  private void look(Browser page, String where) throws Exception {
    page.untilStill();
    String text = String.valueOf(page.run("return document.body.textContent"));
    written.stream().filter(field -> text.contains(field + SHOWN)).forEach(read::add);
    if (text.contains(TEMPLATE)) {
      read.add("template");
    }
    assertThat(text).as("what turns lines around, " + where).doesNotContain("\u202e");
    checkText(page, where);
    for (String light : List.of("light", "dark")) {
      page.prefer("theme", light).checkAccessible(where + ", " + light);
    }
    page.prefer("language", "zh");
    checkText(page, where + ", in Chinese");
    page.resize(360, 740).untilStill();
    checkText(page, where + ", in Chinese on a phone");
    page.checkAccessible(where + ", in Chinese on a phone").prefer("language", "en");
    checkText(page, where + ", on a phone");
    page.resize(1440, 900);
  }

  private void checkText(Browser page, String where) {
    assertThat(page.count("img[onerror], img[src=x], #app script")).as(where).isZero();
    assertThat(page.run("return window.owned ?? null")).as(where).isNull();
    Object wide = page.run(TOO_WIDE);
    if (!List.of().equals(wide)) {
      page.screenshot("too-wide-" + tooWide.size());
      tooWide.add(where + ": " + wide);
    }
  }
}
