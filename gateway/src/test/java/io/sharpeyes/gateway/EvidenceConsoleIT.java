package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.evidence.PackageCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * What people do in a real browser with pictures after an incident or without one: review with a
 * second person, package, hold, break-glass; against a camera of GStreamer.
 */
@Timeout(300)
class EvidenceConsoleIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private GStreamerServer cameras;
  private PictureGateway gateway;

  @BeforeEach
  void start() throws Exception {
    Browser.need();
    cameras = GStreamerServer.start();
    gateway =
        new PictureGateway(
            folder,
            cameras.url("/h264"),
            cameras.url("/h265"),
            Map.of("video.clip", "2s", "video.breakGlassGrant", "20s"));
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (cameras != null) {
      cameras.close();
    }
  }

  /** A press that was claimed and closed, with a picture and a clip kept. */
  private String closedCase() throws Exception {
    String incident = gateway.press("button-1");
    String desk = gateway.token("dispatcher");
    gateway.post(desk, "/incidents/" + incident + "/claim", "");
    until("the clip", () -> kinds(incident).containsAll(List.of("snapshot", "clip")));
    String close = "{\"disposition\":\"founded\",\"note\":\"two boys, taken home\"}";
    assertThat(gateway.post(desk, "/incidents/" + incident + "/close", close).status())
        .isEqualTo(200);
    return incident;
  }

  private List<String> kinds(String incident) throws Exception {
    JsonNode list =
        gateway.get(gateway.token("head"), "/incidents/" + incident + "/evidence/list").json();
    return list.path("items").findValuesAsText("kind");
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 1280, 900", "en, dark, 360, 740"})
  void aClosedCaseOpensForTwoAndLeavesTheHouseSigned(
      String language, String theme, int width, int height) throws Exception {
    String name = "review-" + language + "-" + theme + "-" + width + "-";
    String incident = closedCase();
    Path downloads = Files.createDirectories(folder.resolve("downloads"));
    try (Browser desk = Browser.open(gateway.address(), width, height, language, theme);
        Browser head = Browser.open(gateway.address(), width, height, language, theme)) {
      desk.downloadTo(downloads).signIn("dispatcher").startShift().go("#/archive");
      desk.until(".archive .row-link").screenshot(name + "archive").checkAccessible("the archive");
      desk.fill("input[name=text]", "no such place").press(Keys.ENTER).untilGone(".row-link");
      desk.fill("input[name=text]", incident).press(Keys.ENTER).touch(".row-link");
      desk.until(".review .rules").untilSays(".facts", "two boys");
      String lasted = desk.text("[data-age]");
      desk.fill("input[name=requestNumber]", "2026-17").press(Keys.TAB);
      desk.type("police ask who it was").press(Keys.TAB).press(Keys.ENTER);
      desk.until(".own[data-review=waiting]").screenshot(name + "asked");
      desk.checkAccessible("a case");
      assertThat(desk.count("[data-confirm]")).as("nobody confirms their own").isZero();

      head.signIn("head").until(".tab-count").go("#/archive");
      head.touch(".review-waiting a").untilSays(".wish", "2026-17").until("[data-confirm]");
      head.screenshot(name + "second").checkAccessible("what a second person sees");
      head.touch("[data-decline]").until("textarea[name=reason]:focus");
      head.type("no such letter").screenshot(name + "decline").checkAccessible("declining");
      head.press(Keys.TAB).press(Keys.TAB).press(Keys.ENTER).until("[data-review=declined]");
      desk.untilSays(".own[data-review=declined] .declined", "no such letter");
      desk.screenshot(name + "declined").checkAccessible("what was declined");
      desk.fill("input[name=requestNumber]", "2026-17").press(Keys.TAB);
      desk.type("the letter is in the post").press(Keys.TAB).press(Keys.ENTER);
      desk.until(".own[data-review=waiting]");

      head.until("[data-confirm]").run("document.querySelector('[data-confirm]').focus()");
      head.press(Keys.ENTER).until("[data-review=confirmed]");

      // The desk hears of it by itself, looks, and takes it along.
      // Either camera's picture may have been stored first; one of them has the clip, too.
      desk.touch(".own[data-review=confirmed] .kept[aria-label=Gate] [data-open]");
      desk.until(".kept-picture .watermark");
      desk.await(
          "picture and clip are decoded",
          "return document.querySelector('.kept-picture img')?.naturalWidth === 640"
              + " && document.querySelector('.kept-picture video')?.videoWidth === 640");
      desk.run("document.querySelector('.kept-picture').scrollIntoView()");
      desk.screenshot(name + "opened").checkAccessible("kept pictures");
      desk.touch("[data-export]").until(".done-words");
      desk.run("document.querySelector('.package').scrollIntoView()");
      desk.screenshot(name + "package").checkAccessible("the package");
      assertThat(desk.text("[data-age]")).as("a closed case's clock").isEqualTo(lasted);

      desk.touch("[data-hold]").fill("dialog textarea", "the court asks").press(Keys.TAB);
      desk.touch("dialog [type=submit]").untilSays(".held", "the court asks");
      desk.screenshot(name + "held").touch("[data-hold]").fill("dialog textarea", "it is over");
      desk.touch("dialog [type=submit]").untilGone(".held");
      desk.untilGone("dialog[open]").checkCleanHands();

      head.go("#/audit/incident/" + incident);
      head.untilSays(".audit .table", language.equals("zh") ? "查看留存片段" : "looked at a clip");
      head.screenshot(name + "audit").checkAccessible("the case's audit");
      head.checkCleanHands();
    }
    PackageCheck.Report report =
        PackageCheck.check(saved(downloads), gateway.opened.keys().publicKey());
    assertThat(report.isWhole()).as(report.toString()).isTrue();
    assertThat(gateway.audit().stream().map(AuditRow::action))
        .contains(
            "picture.review-asked",
            "picture.review-declined",
            "picture.review-confirmed",
            "picture.grant",
            "picture.snapshot",
            "picture.clip",
            "export",
            "hold",
            "hold-release");
  }

  private static Path saved(Path downloads) throws Exception {
    until(
        "the download",
        () -> {
          try (Stream<Path> files = Files.list(downloads)) {
            return files.anyMatch(file -> file.toString().endsWith(".zip"));
          }
        });
    try (Stream<Path> files = Files.list(downloads)) {
      return files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, dark, 1280, 900", "en, light, 360, 740"})
  void maintenanceBreaksTheGlassForAShortTime(String language, String theme, int width, int height)
      throws Exception {
    String name = "break-glass-" + language + "-" + theme + "-" + width + "-";
    try (Browser page = Browser.open(gateway.address(), width, height, language, theme)) {
      page.signIn("maintenance").go("#/cameras/camera-1").until(".glass textarea");
      page.screenshot(name + "before").checkAccessible("before the glass is broken");
      page.fill(".glass textarea", "is the lens dirty?").press(Keys.TAB).press(Keys.ENTER);
      page.until(".glass.open .countdown").touch("[data-snapshot]");
      page.until(".kept-picture .watermark").touch("[data-live]");
      page.until(".glass .tile[data-phase=playing]");
      page.run("document.querySelector('.glass').scrollIntoView()");
      page.screenshot(name + "open").checkAccessible("through the glass");
      if (language.equals("zh")) {
        page.touch("[data-end]");
      }
      page.untilGone(".glass.open").until(".glass [role=status]").screenshot(name + "over");
      page.checkCleanHands();
    }
    AuditRow broken =
        gateway.audit().stream()
            .filter(row -> row.action().equals("picture.break-glass"))
            .findFirst()
            .orElseThrow();
    assertThat(broken.detail()).contains("is the lens dirty?");
    String why = language.equals("zh") ? "ended by hand" : "the grant has expired";
    until(
        "its end's row",
        () ->
            gateway.audit().stream()
                .anyMatch(
                    row ->
                        row.action().equals("picture.break-glass-end")
                            && row.detail().contains(why)));
  }

  @Test
  void theBrowsersLanguageCountsUntilSomebodyChooses() throws Exception {
    try (Browser page = Browser.openAs(gateway.address(), "en-GB")) {
      page.untilSays("h1", "Sharp Eyes").touch(".sign-in-foot .button");
      page.untilSays("h1", "雪亮网关").reload().untilSays("h1", "雪亮网关");
    }
    try (Browser page = Browser.openAs(gateway.address(), "de-DE")) {
      page.untilSays("h1", "雪亮网关");
    }
  }
}
