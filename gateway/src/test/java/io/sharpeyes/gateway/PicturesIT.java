package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.camera;
import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.gateway.PictureGateway.Answer;
import io.sharpeyes.gateway.access.AuditRow;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a press through a whole gateway, from a camera that nobody here wrote. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PicturesIT {

  private static final int FRAMES_PER_SECOND = 15;

  private Path folder = Path.of("");
  private GStreamerServer server;
  private PictureGateway gateway;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    server = GStreamerServer.start();
    gateway =
        new PictureGateway(
            folder, server.url("/h264"), server.url("/h265"), Map.of("video.clip", "3s"));
  }

  @AfterAll
  void stop() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private String claimed(String button) throws Exception {
    String incident = gateway.press(button);
    gateway.post(gateway.token("dispatcher"), "/incidents/" + incident + "/claim", "");
    return incident;
  }

  private void close(String incident) throws Exception {
    gateway.post(gateway.token("dispatcher"), "/incidents/" + incident + "/claim", "");
    Answer closed =
        gateway.post(
            gateway.token("dispatcher"),
            "/incidents/" + incident + "/close",
            "{\"disposition\":\"founded\"}");
    assertThat(closed.status()).as("%s", closed).isEqualTo(200);
  }

  private List<AuditRow> rows(String action, String text) throws Exception {
    return gateway.audit().stream()
        .filter(row -> row.action().equals(action))
        .filter(row -> (row.subject() + row.detail()).contains(text))
        .toList();
  }

  @Test
  void closingEndsEveryViewersStreamAndTheAuditSaysHowLongEachLooked() throws Exception {
    String token = gateway.token("dispatcher");
    String incident = claimed("button-1");
    List<LiveReader> viewers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String grant = gateway.grant(token, incident, "camera-1");
      viewers.add(gateway.live(token, camera(incident, "camera-1"), grant).awaitPicture());
    }
    assertThat(viewers.get(0).mimeType()).startsWith("video/mp4; codecs=\"avc1.");

    close(incident);

    for (LiveReader viewer : viewers) {
      assertThat(viewer.awaitClose()).isEqualTo(4403);
      assertThat(viewer.end()).isEqualTo("the incident was closed");
    }
    until("an end row for each", () -> rows("picture.live-end", incident).size() == 8);
    for (AuditRow row : rows("picture.live-end", incident)) {
      JsonNode detail = PictureGateway.JSON.readTree(row.detail());
      assertThat(detail.path("lastedMs").asLong()).isPositive();
      assertThat(detail.path("pictures").asLong()).isPositive();
    }
    assertThat(rows("picture.live", incident)).hasSize(8);
    assertThat(rows("picture.grant", incident)).hasSize(8);
  }

  @Test
  void whoseRightEndsIsCutAndWhoStillHasItGoesOn() throws Exception {
    String first = gateway.token("dispatcher");
    String second = gateway.token("dispatcher-2");
    String incident = claimed("button-1");
    String grant = gateway.grant(first, incident, "camera-1");
    LiveReader viewer = gateway.live(first, camera(incident, "camera-1"), grant).awaitPicture();

    Answer refused = gateway.post(second, camera(incident, "camera-1") + "/grant", "");
    assertThat(refused.status()).isEqualTo(403);
    gateway.post(second, "/incidents/" + incident + "/take-over", "{\"reason\":\"shift ends\"}");

    assertThat(viewer.awaitClose()).isEqualTo(4403);
    assertThat(viewer.end()).isEqualTo("somebody else has the incident now");
    String next = gateway.grant(second, incident, "camera-1");
    LiveReader other = gateway.live(second, camera(incident, "camera-1"), next).awaitPicture();
    int before = other.messages();
    until("pictures go on", () -> other.messages() > before + 5);
    other.leave();
    until("its end is written", () -> !rows("picture.live-end", next).isEmpty());
    close2(incident);
  }

  private void close2(String incident) throws Exception {
    gateway.post(
        gateway.token("dispatcher-2"),
        "/incidents/" + incident + "/close",
        "{\"disposition\":\"founded\"}");
  }

  @Test
  void signingOutCutsWhatIsBeingWatched() throws Exception {
    String incident = gateway.press("button-1");
    String token = gateway.signIn("dispatcher");
    gateway.post(gateway.token("dispatcher"), "/incidents/" + incident + "/claim", "");
    String grant = gateway.grant(token, incident, "camera-1");
    LiveReader viewer = gateway.live(token, camera(incident, "camera-1"), grant).awaitPicture();

    assertThat(gateway.post(token, "/logout", "").status()).isEqualTo(204);

    assertThat(viewer.awaitClose()).isEqualTo(4403);
    assertThat(viewer.end()).isEqualTo("the sign-in has ended");
    close(incident);
  }

  @Test
  void whatIsNoGrantOpensNothingAndStandsInTheAudit() throws Exception {
    String token = gateway.token("dispatcher");
    String incident = claimed("button-1");
    String path = camera(incident, "camera-1");
    String grant = gateway.grant(token, incident, "camera-1");
    String otherSession = gateway.signIn("dispatcher");
    refusedEverywhere(token, path, "guessed-guessed-guessed", "unknown-or-over");
    refusedEverywhere(otherSession, path, grant, "other-session");
    refusedEverywhere(gateway.token("dispatcher-2"), path, grant, "other-session");
    refusedEverywhere(gateway.token("site"), path, grant, "other-session");
    refusedEverywhere(token, camera(incident, "camera-2"), grant, "other-camera-or-incident");

    assertThat(gateway.get("", path + "/snapshot?grant=" + grant).status()).isEqualTo(401);
    assertThat(gateway.post(token, camera(incident, "camera-far") + "/grant", "").status())
        .isEqualTo(404);
    close(incident);
    refusedEverywhere(token, path, grant, "unknown-or-over");
    Answer closed = gateway.post(token, path + "/grant", "");
    assertThat(closed.status()).isEqualTo(409);
  }

  private void refusedEverywhere(String token, String path, String grant, String cause)
      throws Exception {
    int before = rows("picture.refused", cause).size();
    for (String what : List.of("/snapshot", "/snapshot?of=alarm", "/clip")) {
      String query = (what.contains("?") ? "&" : "?") + "grant=" + grant;
      Answer answer = gateway.get(token, path + what + query);
      assertThat(answer.status()).as("%s: %s", what, answer).isEqualTo(403);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
    liveIsRefused(token, path, grant, 403);
    assertThat(rows("picture.refused", cause)).hasSize(before + 4);
  }

  private void liveIsRefused(String token, String path, String grant, int status) {
    assertThatThrownBy(() -> gateway.live(token, path, grant))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void aPageOfAnotherSiteCanOpenNoLiveView() throws Exception {
    String token = gateway.token("dispatcher");
    String incident = claimed("button-1");
    String grant = gateway.grant(token, incident, "camera-1");
    Answer answer =
        gateway.ask(
            token,
            "GET",
            camera(incident, "camera-1") + "/live?grant=" + grant,
            "",
            Map.of("Origin", "https://elsewhere.example.org"));
    assertThat(answer.status()).isEqualTo(403);
    close(incident);
  }

  @Test
  void thePictureOfNowIsAJpegThatNobodyKeeps() throws Exception {
    String token = gateway.token("dispatcher");
    String incident = claimed("button-1");
    for (String camera : List.of("camera-1", "camera-2")) {
      String grant = gateway.grant(token, incident, camera);
      Answer answer =
          gateway.ask(
              token, "GET", camera(incident, camera) + "/snapshot", "", Map.of("Grant", grant));
      assertThat(answer.status()).as("%s", answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.bytes()));
      assertThat(picture.getWidth()).isEqualTo(640);
    }
    close(incident);
  }

  @Test
  void theClipHasTheSecondsBeforeThePressAndRightTiming() throws Exception {
    Programs.need("ffprobe");
    String token = gateway.token("dispatcher");
    String earlier = claimed("button-1");
    String early = gateway.grant(token, earlier, "camera-1");
    LiveReader viewer = gateway.live(token, camera(earlier, "camera-1"), early);
    until("pictures of 10 s have come", () -> viewer.messages() > 10 * FRAMES_PER_SECOND);
    close(earlier);
    String incident = claimed("button-1");
    String path = camera(incident, "camera-1");
    String grant = gateway.grant(token, incident, "camera-1");
    until("the clip", () -> gateway.get(token, path + "/clip?grant=" + grant).status() == 200);

    Answer clip = gateway.get(token, path + "/clip?grant=" + grant);
    Path file = folder.resolve("clip.mp4");
    Files.write(file, clip.bytes());
    assertThat(clip.header("Content-Type")).isEqualTo("video/mp4");
    assertThat(clip.header("Cache-Control")).isEqualTo("no-store");
    List<Double> times = times(file);
    double length = times.get(times.size() - 1) - times.get(0);
    assertThat(length).as("8 s before the press and 3 s after it").isGreaterThan(11.0);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1))
          .isEqualTo(1.0 / FRAMES_PER_SECOND, within(1.0 / FRAMES_PER_SECOND));
    }
    assertThat(length)
        .isEqualTo((times.size() - 1.0) / FRAMES_PER_SECOND, within(1.0 / FRAMES_PER_SECOND));

    Answer part =
        gateway.ask(
            token, "GET", path + "/clip", "", Map.of("Grant", grant, "Range", "bytes=10-19"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(clip.bytes(), 10, 20));
    assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + clip.bytes().length);
    assertThat(
            gateway
                .ask(
                    token,
                    "GET",
                    path + "/clip",
                    "",
                    Map.of("Grant", grant, "Range", "bytes=99999999-"))
                .status())
        .isEqualTo(416);
    assertThat(rows("picture.clip", incident)).as("one row, not one for each part").hasSize(1);
    assertThat(gateway.get(token, path + "/snapshot?of=alarm&grant=" + grant).status())
        .isEqualTo(200);
    close(incident);
    reviewed(incident, clip.bytes());
  }

  /** After closing, a second person opens what was kept, and nothing live. */
  private void reviewed(String incident, byte[] clip) throws Exception {
    String token = gateway.token("dispatcher");
    String path = camera(incident, "camera-1");
    String ask = "{\"review\":{\"requestNumber\":\"2026-17\",\"reason\":\"court asks\"}}";
    Answer waiting = gateway.post(token, path + "/grant", ask);
    assertThat(waiting.status()).as("%s", waiting).isEqualTo(202);
    assertThat(gateway.post(token, path + "/grant", ask).status()).isEqualTo(202);
    String confirm =
        "/incidents/"
            + incident
            + "/reviews/"
            + waiting.json().path("review").asText()
            + "/confirm";
    assertThat(gateway.post(token, confirm, "").status()).as("the same person").isEqualTo(403);
    assertThat(gateway.post(gateway.token("dispatcher-2"), confirm, "").status()).isEqualTo(200);

    Answer granted = gateway.post(token, path + "/grant", ask);
    assertThat(granted.status()).isEqualTo(200);
    String grant = granted.json().path("grant").asText();
    assertThat(gateway.get(token, path + "/clip?grant=" + grant).bytes()).isEqualTo(clip);
    assertThat(gateway.get(token, path + "/snapshot?of=alarm&grant=" + grant).status())
        .isEqualTo(200);
    assertThat(gateway.get(token, path + "/snapshot?grant=" + grant).status()).isEqualTo(409);
    liveIsRefused(token, path, grant, 409);
    assertThat(rows("picture.review-confirmed", incident).get(0).user()).isEqualTo("dispatcher-2");
    gateway.post(token, "/incidents/" + incident + "/reopen", "{\"reason\":\"again\"}");
    assertThat(gateway.get(token, path + "/clip?grant=" + grant).status()).isEqualTo(403);
    close(incident);
  }

  private static List<Double> times(Path file) throws Exception {
    Process ffprobe =
        new ProcessBuilder(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                file.toString())
            .start();
    String out = new String(ffprobe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.lines().map(line -> Double.valueOf(line.replace(",", "").strip())).sorted().toList();
  }

  @Test
  void maintenanceLooksWithoutAnIncidentOnlyWithAReasonThatIsMarked() throws Exception {
    String token = gateway.token("maintenance");
    String desk = gateway.token("dispatcher");
    String path = "/cameras/camera-1";
    assertThat(gateway.post(token, path + "/break-glass", "{}").status()).isEqualTo(400);
    assertThat(gateway.post(desk, path + "/break-glass", "{\"reason\":\"curious\"}").status())
        .isEqualTo(403);

    Answer granted =
        gateway.post(token, path + "/break-glass", "{\"reason\":\"is the lens dirty?\"}");

    assertThat(granted.status()).as("%s", granted).isEqualTo(200);
    String grant = granted.json().path("grant").asText();
    assertThat(gateway.get(token, path + "/snapshot?grant=" + grant).status()).isEqualTo(200);
    LiveReader viewer = gateway.live(token, path, grant).awaitPicture();
    viewer.leave();
    assertThat(gateway.get(desk, path + "/snapshot?grant=" + grant).status()).isEqualTo(403);
    assertThat(rows("picture.break-glass", "is the lens dirty?")).hasSize(1);
  }
}
