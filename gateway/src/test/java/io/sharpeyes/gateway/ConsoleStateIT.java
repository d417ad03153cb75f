package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's state and its pace, measured in a real browser on the very modules it runs. */
class ConsoleStateIT {

  private static final int SECONDS = 10;

  /** When something stood on the screen, and when the largest part of it did. */
  private static final String FIRST_PAINT =
      """
      const largest = await new Promise((seen) => new PerformanceObserver((list) =>
        seen(list.getEntries().at(-1))).observe({type: 'largest-contentful-paint', buffered: true}));
      const [first] = performance.getEntriesByName('first-contentful-paint');
      return `first paint ${first.startTime.toFixed()} ms, largest ${largest.startTime.toFixed()} ms`;""";

  private static String script(String name) throws IOException {
    try (InputStream in = ConsoleStateIT.class.getResourceAsStream("/console/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eventsMakeOfTheStateWhatTheyShould(@TempDir Path data) throws IOException {
    Browser.need();
    try (DemoProcess demo = DemoProcess.start(data);
        Browser browser = Browser.open(demo.address(), 1440, 900, "zh", "dark")) {
      assertThat(browser.runAsync(script("state-test.js"))).asString().isEqualTo("[]");
    }
  }

  /** 500 open incidents, 5,000 devices on the map, 50 events a second; the figures are printed. */
  @Test
  void aBusyNightStaysSmooth(@TempDir Path data) throws IOException {
    Browser.need();
    try (DemoProcess demo = DemoProcess.start(data);
        Browser browser = Browser.open(demo.address(), 1440, 900, "zh", "dark")) {
      browser.signIn("dispatcher").startShift();
      browser.run("location.reload()");
      System.out.println(
          "console: the desk opens: " + browser.until(".lamp.live").runAsync(FIRST_PAINT));
      browser.run(
          "window.figures = null; (async (...given) => {"
              + script("pace.js")
              + "})(arguments[0]).catch((problem) => String(problem.stack))"
              + ".then((figures) => { window.figures = figures; });",
          SECONDS);
      browser.until("body[data-pace]");
      for (int key = 0; key < 20; key++) {
        browser.press(key % 2 == 0 ? "j" : "k");
      }
      browser.await("the night is over", "return window.figures !== null");
      Object figures = browser.run("return window.figures");
      System.out.println("console: a busy night: " + figures);
      assertThat(String.valueOf(figures)).contains("events=500").contains("cards=500");
      browser.screenshot("busy-night");
    }
  }
}
