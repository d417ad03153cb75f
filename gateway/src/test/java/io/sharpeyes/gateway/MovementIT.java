package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.sharpeyes.device.simulator.CameraLogin;
import io.sharpeyes.device.simulator.CameraScene;
import io.sharpeyes.device.simulator.SimulatedCamera;
import io.sharpeyes.device.simulator.SimulatedCameras;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bare fact of movement near an open incident, and nothing else of what cameras tell. */
@Timeout(180)
class MovementIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void movementIsToldNearAnOpenIncidentOnly() throws Exception {
    Vertx vertx = Vertx.vertx();
    SimulatedCameras cameras =
        PictureGateway.await(SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system()));
    SimulatedCamera camera = cameras.add("gate", CameraScene.SCHOOL_GATE);
    camera.login(CameraLogin.open());
    camera.show(CameraScene.SCHOOL_GATE, VideoCodec.H264);
    try (PictureGateway gateway =
        new PictureGateway(folder, cameras.url("gate"), cameras.url("gate"), Map.of())) {
      String token = gateway.token("dispatcher");
      listen(gateway, token);
      until("it streams", () -> health(gateway, token).equals("ok"));
      camera.move(Duration.ofMillis(200));
      until("it is known", () -> camera(gateway, token).has("lastMovementAt"));
      assertThat(told).noneMatch(event -> event.contains("scene.movement"));

      String incident = gateway.press("button-1");
      until("the press is told", () -> has("incident.opened"));
      until(
          "movement is told",
          () -> {
            camera.move(Duration.ofMillis(50));
            return has("scene.movement");
          });

      String event =
          told.stream().filter(one -> one.contains("\"scene.movement\"")).findFirst().orElseThrow();
      JsonNode json = PictureGateway.JSON.readTree(event);
      assertThat(json.path("subject").asText()).isEqualTo(incident);
      assertThat(json.path("data").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("incident", "camera", "name");
    } finally {
      PictureGateway.await(cameras.stop());
      PictureGateway.await(vertx.close());
    }
  }

  private boolean has(String type) {
    return told.stream().anyMatch(event -> event.contains('"' + type + '"'));
  }

  private static JsonNode camera(PictureGateway gateway, String token) throws Exception {
    return gateway.get(token, "/cameras/camera-1").json();
  }

  private static String health(PictureGateway gateway, String token) throws Exception {
    return camera(gateway, token).at("/health/cause").asText();
  }

  private void listen(PictureGateway gateway, String token) {
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(
            URI.create(gateway.address().replace("http", "ws") + "/api/v1/events"),
            new WebSocket.Listener() {
              private final StringBuilder frame = new StringBuilder();

              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                frame.append(part);
                if (last) {
                  told.add(frame.toString());
                  frame.setLength(0);
                }
                socket.request(1);
                return CompletableFuture.completedFuture(null);
              }
            })
        .join();
  }
}
