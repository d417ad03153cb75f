package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the press to the first decoded picture: the demo county, and a desk in Chromium. */
@Timeout(180)
class FirstPictureIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void aPressIsSeenLiveInABrowserUntilTheIncidentIsClosed() throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder);
        ChromiumDesk desk = ChromiumDesk.open(folder, demo.address())) {
      desk.script("/pictures/desk.js");
      assertThat(desk.evaluate("desk.login('dispatcher')").path("status").asInt()).isEqualTo(200);
      String incident =
          desk.evaluate("desk.ask('POST', '/alarms', {device: 'button-1'})")
              .at("/json/incident")
              .asText();
      String camera = "/incidents/" + incident + "/cameras/camera-1";

      JsonNode granted = desk.evaluate("desk.ask('POST', '" + camera + "/grant')");
      assertThat(granted.path("status").asInt()).as("%s", granted).isEqualTo(200);
      String grant = granted.at("/json/grant").asText();
      JsonNode seen = desk.evaluate("desk.watch('" + camera + "', '" + grant + "')");

      assertThat(seen.path("firstMs").asDouble()).as("%s", seen).isPositive();
      assertThat(seen.path("width").asInt()).isPositive();
      assertThat(seen.at("/inits/0").asText()).startsWith("video/mp4; codecs=\"avc1.");

      desk.evaluate("desk.ask('POST', '/incidents/" + incident + "/claim')");
      desk.evaluate(
          "desk.ask('POST', '/incidents/" + incident + "/close', {disposition: 'founded'})");
      JsonNode ended = desk.evaluate("view.closed.then(() => view.seen)");
      assertThat(ended.path("code").asInt()).isEqualTo(4403);
      assertThat(ended.path("end").asText()).isEqualTo("the incident was closed");
    }
  }
}
