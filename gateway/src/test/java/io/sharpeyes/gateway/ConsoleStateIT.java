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
      Object figures = browser.runAsync(script("pace.js"), 10);
      System.out.println("console: a busy night: " + figures);
      assertThat(String.valueOf(figures)).contains("events=500").contains("cards=500");
      browser.screenshot("busy-night");
    }
  }
}
