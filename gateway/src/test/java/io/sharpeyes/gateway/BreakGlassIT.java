package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.await;
import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However break-glass ends, the audit says so: since when, until when, why. */
@Timeout(300)
class BreakGlassIT {

  private static final String GLASS = "/cameras/camera-1/break-glass";
  private static final String REASON = "{\"reason\":\"is the lens dirty?\"}";

  @TempDir private Path folder = Path.of("");
  private GStreamerServer server;

  @BeforeEach
  void start() throws Exception {
    server = GStreamerServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private PictureGateway gateway(Map<String, String> more) throws Exception {
    return new PictureGateway(folder, server.url("/h264"), server.url("/h264"), more);
  }

  private static String breakGlass(PictureGateway gateway) throws Exception {
    return gateway.post(gateway.token("maintenance"), GLASS, REASON).json().path("grant").asText();
  }

  private static List<AuditRow> ends(PictureGateway gateway) throws Exception {
    return gateway.audit().stream()
        .filter(row -> row.action().equals("picture.break-glass-end"))
        .toList();
  }

  private static void hasEnded(PictureGateway gateway, String grant, String why) throws Exception {
    until("the end's row", () -> !ends(gateway).isEmpty());
    assertThat(ends(gateway))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.user()).isEqualTo("maintenance");
              assertThat(row.subject()).isEqualTo("camera-1");
              JsonObject detail = new JsonObject(row.detail());
              assertThat(detail.getString("grant")).isEqualTo(grant);
              assertThat(detail.getString("reason")).isEqualTo(why);
              assertThat(Instant.parse(detail.getString("until")))
                  .isAfterOrEqualTo(Instant.parse(detail.getString("since")));
            });
  }

  @Test
  void whoEndsItCutsEveryViewerThroughIt() throws Exception {
    try (PictureGateway gateway = gateway(Map.of())) {
      String token = gateway.token("maintenance");
      String grant = breakGlass(gateway);
      LiveReader one = gateway.live(token, "/cameras/camera-1", grant).awaitPicture();
      LiveReader other = gateway.live(token, "/cameras/camera-1", grant).awaitPicture();

      assertThat(gateway.ask(gateway.signIn("maintenance"), "DELETE", GLASS, "", Map.of()).status())
          .isEqualTo(204);
      assertThat(ends(gateway)).as("another sign-in ends nothing of this one").isEmpty();
      assertThat(gateway.ask(token, "DELETE", GLASS, "", Map.of()).status()).isEqualTo(204);

      assertThat(one.awaitClose()).isEqualTo(4403);
      assertThat(other.awaitClose()).isEqualTo(4403);
      assertThat(one.end()).isEqualTo("ended by hand");
      hasEnded(gateway, grant, "ended by hand");
      String snapshot = "/cameras/camera-1/snapshot?grant=" + grant;
      assertThat(gateway.get(token, snapshot).status()).isEqualTo(403);
      assertThat(gateway.ask(token, "DELETE", GLASS, "", Map.of()).status())
          .as("again")
          .isEqualTo(204);
      assertThat(ends(gateway)).hasSize(1);
    }
  }

  @Test
  void thatItsTimeIsOverIsARow() throws Exception {
    try (PictureGateway gateway = gateway(Map.of("video.breakGlassGrant", "1s"))) {
      hasEnded(gateway, breakGlass(gateway), "the grant has expired");
    }
  }

  @Test
  void thatTheSignInEndedIsARow() throws Exception {
    try (PictureGateway gateway = gateway(Map.of())) {
      String grant = breakGlass(gateway);
      gateway.post(gateway.token("maintenance"), "/logout", "");
      hasEnded(gateway, grant, "the sign-in has ended");
    }
  }

  @Test
  void whatACrashLeftOpenIsEndedAtTheNextStartOnce() throws Exception {
    String stopped;
    try (PictureGateway gateway = gateway(Map.of())) {
      stopped = breakGlass(gateway);
      // As it stands in the audit if the machine falls now.
      await(
          gateway
              .opened
              .audit()
              .append(
                  new Actor("maintenance", "M"),
                  "picture.break-glass",
                  "camera-2",
                  Map.of(
                      "grant",
                      "crashed",
                      "camera",
                      "camera-2",
                      "expiresAt",
                      "2026-01-01T00:00:00.000Z")));
    }
    for (int start = 1; start <= 2; start++) {
      try (PictureGateway gateway = gateway(Map.of())) {
        assertThat(ends(gateway)).as("start %d", start).hasSize(2);
        assertThat(ends(gateway).get(0).subject()).isEqualTo("camera-2");
        assertThat(ends(gateway).get(0).detail())
            .contains("\"crashed\"", "ended by restart", "\"until\":\"2026-01-01T00:00:00");
        assertThat(ends(gateway).get(1).detail()).contains(stopped, "the gateway stops");
      }
    }
  }
}
