package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.camera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.PictureGateway.Answer;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No audit row, no picture: not one byte, whichever way it is asked for. */
@Timeout(180)
class NoAuditNoPictureIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void nothingIsShownOnceTheAuditCantBeWritten() throws Exception {
    try (GStreamerServer server = GStreamerServer.start();
        PictureGateway gateway =
            new PictureGateway(
                folder, server.url("/h264"), server.url("/h264"), Map.of("video.clip", "1s"))) {
      String token = gateway.token("dispatcher");
      String maintenance = gateway.token("maintenance");
      String incident = gateway.press("button-1");
      gateway.post(token, "/incidents/" + incident + "/claim", "");
      String path = camera(incident, "camera-1");
      String grant = gateway.grant(token, incident, "camera-1");
      PictureGateway.until(
          "the clip", () -> gateway.get(token, path + "/clip?grant=" + grant).status() == 200);
      String unseen = gateway.grant(token, incident, "camera-1");

      gateway.opened.audit().close();

      for (String what : List.of("/snapshot?", "/snapshot?of=alarm&", "/clip?")) {
        noPicture(gateway.get(token, path + what + "grant=" + unseen));
      }
      noPicture(gateway.post(token, path + "/grant", ""));
      noPicture(
          gateway.post(
              maintenance, "/cameras/camera-1/break-glass", "{\"reason\":\"is it dirty?\"}"));
      assertThatThrownBy(() -> gateway.live(token, path, unseen))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(503));
      assertThat(gateway.press("button-2")).as("alarms go on").isNotEmpty();
    }
  }

  private static void noPicture(Answer answer) throws Exception {
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("type").asText()).endsWith(":not-audited");
  }
}
