package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.camera;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon closing an incident ends the live views on it: from the command being sent to the last
 * of 40 viewers being told 4403, 15 rounds, against GStreamer's server. To be run by name.
 */
class ClosingCutBench {

  private static final int ROUNDS = 15;
  private static final int VIEWERS = 30;

  @Test
  void print(@TempDir Path folder) throws Exception {
    try (GStreamerServer server = GStreamerServer.start();
        PictureGateway gateway =
            new PictureGateway(folder, server.url("/h264"), server.url("/h264"), Map.of())) {
      String token = gateway.token("dispatcher");
      double[] millis = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        millis[round] = round(gateway, token);
      }
      Arrays.sort(millis);
      System.out.printf(
          "closing -> the last of %d viewers is told, %d rounds: p50 %.1f ms, max %.1f ms%n",
          VIEWERS, ROUNDS, millis[ROUNDS / 2], millis[ROUNDS - 1]);
    }
  }

  private static double round(PictureGateway gateway, String token) throws Exception {
    String incident = gateway.press("button-1");
    String path = "/incidents/" + incident;
    gateway.post(token, path + "/claim", "");
    List<LiveReader> viewers = new ArrayList<>();
    for (int i = 0; i < VIEWERS; i++) {
      String grant = gateway.grant(token, incident, "camera-1");
      viewers.add(gateway.live(token, camera(incident, "camera-1"), grant).awaitPicture());
    }
    long begun = System.nanoTime();
    gateway.post(token, path + "/close", "{\"disposition\":\"founded\"}");
    for (LiveReader viewer : viewers) {
      int code = viewer.awaitClose();
      if (code != 4403) {
        throw new AssertionError("closed with " + code + ": " + viewer.end());
      }
    }
    return (System.nanoTime() - begun) / 1e6;
  }
}
