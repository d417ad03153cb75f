package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.camera;
import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.PictureGateway.Answer;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends a grant while somebody looks, and what doesn't. */
@Timeout(300)
class GrantEndsIT {

  private static final String PEOPLE = "user,name,role,district\n";
  private static final String OTHER_TOWN = "390921102000";

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

  private static String claimed(PictureGateway gateway, String user) throws Exception {
    String incident = gateway.press("button-1");
    command(gateway, user, incident, "claim", "");
    return incident;
  }

  private static void command(
      PictureGateway gateway, String user, String incident, String command, String body)
      throws Exception {
    Answer answer =
        gateway.post(gateway.token(user), "/incidents/" + incident + "/" + command, body);
    assertThat(answer.status()).as("%s: %s", command, answer).isBetween(200, 201);
  }

  private static LiveReader look(PictureGateway gateway, String user, String incident)
      throws Exception {
    String grant = gateway.grant(gateway.token(user), incident, "camera-1");
    return gateway.live(gateway.token(user), camera(incident, "camera-1"), grant).awaitPicture();
  }

  private static void isCut(LiveReader viewer, String reason) throws Exception {
    assertThat(viewer.awaitClose()).isEqualTo(4403);
    assertThat(viewer.end()).isEqualTo(reason);
  }

  @Test
  void anExpiredGrantCutsTheViewAndOpensNothingMore() throws Exception {
    try (PictureGateway gateway = gateway(Map.of("video.grant", "3s"))) {
      String incident = claimed(gateway, "dispatcher");
      String token = gateway.token("dispatcher");
      String path = camera(incident, "camera-1");
      String grant = gateway.grant(token, incident, "camera-1");
      LiveReader viewer = gateway.live(token, path, grant).awaitPicture();

      isCut(viewer, "the grant has expired");

      assertThat(gateway.get(token, path + "/snapshot?grant=" + grant).status()).isEqualTo(403);
      until(
          "the end is in the audit",
          () ->
              gateway.audit().stream()
                  .anyMatch(
                      row ->
                          row.action().equals("picture.live-end")
                              && row.detail().contains("the grant has expired")));
      assertThat(gateway.audit())
          .anyMatch(
              row ->
                  row.action().equals("picture.refused")
                      && row.detail().contains("unknown-or-over"));
    }
  }

  @Test
  void aPersonWhoseRightsChangeIsCut() throws Exception {
    try (PictureGateway gateway = gateway(Map.of())) {
      String incident = claimed(gateway, "dispatcher-2");
      LiveReader viewer = look(gateway, "dispatcher-2", incident);

      gateway.importFile("people.csv", PEOPLE + "dispatcher-2,D,dispatcher," + OTHER_TOWN + "\n");

      isCut(viewer, "the person's rights have changed");
      Answer again =
          gateway.post(gateway.token("dispatcher-2"), camera(incident, "camera-1") + "/grant", "");
      assertThat(again.status()).as("%s", again).isIn(401, 403, 404);
    }
  }

  @Test
  void aUnitLooksAsLongAsItIsAssigned() throws Exception {
    try (PictureGateway gateway = gateway(Map.of())) {
      String incident = claimed(gateway, "dispatcher");
      String path = camera(incident, "camera-1") + "/grant";
      assertThat(gateway.post(gateway.token("patrol"), path, "").status()).isIn(403, 404);
      command(gateway, "dispatcher", incident, "assignments", "{\"unit\":\"unit-1\"}");
      LiveReader viewer = look(gateway, "patrol", incident);

      command(gateway, "patrol", incident, "assignments/unit-1/decline", "");

      isCut(viewer, "the unit has nothing to do with the incident any more");
    }
  }

  @Test
  void aRoundOfReturnAndClaimByAnotherCutsTheFirst() throws Exception {
    try (PictureGateway gateway = gateway(Map.of())) {
      String incident = claimed(gateway, "dispatcher");
      LiveReader viewer = look(gateway, "dispatcher", incident);
      command(gateway, "dispatcher", incident, "return", "{\"reason\":\"not mine\"}");
      int returned = viewer.messages();
      until("it rings for this desk, which may look", () -> viewer.messages() > returned + 5);

      command(gateway, "dispatcher-2", incident, "claim", "");

      isCut(viewer, "somebody else has the incident now");
    }
  }

  @Test
  void aDeskThatLosesItsFeedGoesOnLooking() throws Exception {
    try (PictureGateway gateway = gateway(Map.of("response.deskGoneAfter", "1s"))) {
      WebSocket desk = gateway.desk(gateway.token("dispatcher"));
      String incident = claimed(gateway, "dispatcher");
      LiveReader viewer = look(gateway, "dispatcher", incident);

      desk.abort();

      until(
          "the incident is stale",
          () ->
              gateway
                  .get(gateway.token("dispatcher"), "/incidents/" + incident)
                  .toString()
                  .contains("\"staleSince\""));
      int stale = viewer.messages();
      until("pictures go on", () -> viewer.messages() > stale + 15);
      assertThat(viewer.isClosed()).isFalse();
    }
  }

  @Test
  void aGrantFromBeforeARestartOpensNothing() throws Exception {
    String incident;
    String grant;
    try (PictureGateway gateway = gateway(Map.of())) {
      incident = claimed(gateway, "dispatcher");
      grant = gateway.grant(gateway.token("dispatcher"), incident, "camera-1");
    }
    try (PictureGateway gateway = gateway(Map.of())) {
      Answer replayed =
          gateway.get(
              gateway.token("dispatcher"),
              camera(incident, "camera-1") + "/snapshot?grant=" + grant);
      assertThat(replayed.status()).isEqualTo(403);
      assertThat(gateway.audit())
          .anyMatch(row -> row.action().equals("picture.refused") && row.detail().contains(grant));
    }
  }
}
