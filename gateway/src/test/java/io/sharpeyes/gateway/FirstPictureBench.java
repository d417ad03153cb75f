package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.until;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the press to the first live picture that Chromium has decoded; prints figures, proves
 * nothing. Warm: a camera that pre-records. Cold: one that is opened by the press; it sends a key
 * frame each second, so that up to a second of waiting for one is in its figure.
 *
 * <pre>{@code
 * mvn -pl gateway -am test -Dtest=FirstPictureBench -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
@Timeout(600)
class FirstPictureBench {

  private static final int ROUNDS = 15;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void pressToPicture() throws Exception {
    try (GStreamerServer server = GStreamerServer.start();
        PictureGateway gateway =
            new PictureGateway(
                folder,
                server.url("/h264"),
                server.url("/h264"),
                Map.of("video.clip", "1s", "video.linger", "1ms", "video.warm", "1s"));
        ChromiumDesk desk = ChromiumDesk.open(folder, gateway.address())) {
      desk.script("/pictures/desk.js");
      desk.evaluate("desk.login('dispatcher')");
      desk.evaluate("desk.round('button-1', 'camera-1')");
      for (String camera : List.of("camera-1", "camera-2")) {
        List<Double> fromPress = new ArrayList<>();
        List<Double> fromAsking = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          until("only the camera that pre-records is open", () -> openStreams(gateway) == 1);
          JsonNode round = desk.evaluate("desk.round('button-1', '" + camera + "')");
          fromPress.add(round.path("pressToPictureMs").asDouble());
          fromAsking.add(round.path("askToPictureMs").asDouble());
        }
        print(camera.equals("camera-1") ? "warm" : "cold", fromPress, fromAsking);
      }
    }
  }

  private static double openStreams(PictureGateway gateway) throws Exception {
    String metrics =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(gateway.address() + "/metrics")).build(),
                BodyHandlers.ofString())
            .body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("sharpeyes_streams_open "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElse(-1);
  }

  private static void print(String what, List<Double> fromPress, List<Double> fromAsking) {
    Collections.sort(fromPress);
    Collections.sort(fromAsking);
    System.out.printf(
        Locale.ROOT,
        "%s, %d rounds: press -> picture p50 %.0f ms (%.0f to %.0f); asking -> picture p50 %.0f"
            + " ms%n",
        what,
        ROUNDS,
        fromPress.get(ROUNDS / 2),
        fromPress.get(0),
        fromPress.get(ROUNDS - 1),
        fromAsking.get(ROUNDS / 2));
  }
}
