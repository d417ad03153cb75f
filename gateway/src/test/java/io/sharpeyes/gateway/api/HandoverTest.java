package io.sharpeyes.gateway.api;

import static io.sharpeyes.gateway.api.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.journal.Tables;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 交班 over HTTP: nothing changes hands before the next one accepts, and then only what still may.
 */
class HandoverTest {

  private static final String ALL = "/api/v1/handovers";
  private static final JsonObject OFFER =
      new JsonObject().put("to", "dispatcher-2").put("note", "the gate is locked");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private GatewayFixture gateway;
  private ResponseCheck check;
  private String first = "";
  private String second = "";

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture(folder);
    check = new ResponseCheck();
    first = gateway.press("button-east-1").incidentId();
    second = gateway.press("button-west-1").incidentId();
    for (String incident : List.of(first, second)) {
      as("dispatcher").post("/api/v1/incidents/" + incident + "/claim", null);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private GatewayClient as(String user) throws Exception {
    return GatewayClient.of(gateway, check, user);
  }

  private String owner(String incident) throws Exception {
    return as("dispatcher")
        .get("/api/v1/incidents/" + incident)
        .bodyAsJsonObject()
        .getJsonObject("owner")
        .getString("user");
  }

  private List<String> audited() throws Exception {
    return gateway.audit.find(new AuditQuery(null, null, null, null, Long.MAX_VALUE, 100)).stream()
        .map(AuditRow::action)
        .filter(action -> action.startsWith("handover"))
        .toList();
  }

  @Test
  void ownershipMovesAtAcceptingOnly() throws Exception {
    try (DeskReader desk = DeskReader.open(gateway.port, gateway.token("dispatcher-2"), null)) {
      desk.awaitType("heartbeat");
      JsonObject offered = as("dispatcher").post(ALL, OFFER).bodyAsJsonObject();
      assertThat(offered.getJsonArray("incidents")).containsExactlyInAnyOrder(first, second);
      assertThat(desk.awaitType("handover.offered").getString("subject")).isEqualTo("dispatcher");
    }
    assertThat(owner(first)).isEqualTo("dispatcher");
    assertThat(as("dispatcher").post(ALL + "/dispatcher/accept", null).statusCode())
        .as("not to oneself")
        .isEqualTo(404);
    assertThat(as("dispatcher-west").post(ALL + "/dispatcher/accept", null).statusCode())
        .as("not to a third")
        .isEqualTo(404);
    // Somebody else is quicker with one of them.
    as("dispatcher-west")
        .post("/api/v1/incidents/" + second + "/take-over", new JsonObject().put("reason", "near"));

    JsonObject accepted =
        as("dispatcher-2").post(ALL + "/dispatcher/accept", null).bodyAsJsonObject();
    assertThat(accepted.getJsonArray("moved")).containsExactly(first);
    assertThat(owner(first)).isEqualTo("dispatcher-2");
    assertThat(owner(second)).isEqualTo("dispatcher-west");
    assertThat(as("dispatcher-2").post(ALL + "/dispatcher/accept", null).statusCode())
        .as("once")
        .isEqualTo(404);
    assertThat(audited()).containsExactly("handover-accepted", "handover");
  }

  @Test
  void decliningChangesNothing() throws Exception {
    as("dispatcher").post(ALL, OFFER);
    as("dispatcher-2").post(ALL + "/dispatcher/withdraw", null);
    assertThat(owner(first)).isEqualTo("dispatcher");
    assertThat(as("dispatcher-2").post(ALL + "/dispatcher/accept", null).statusCode())
        .isEqualTo(404);
    assertThat(audited()).containsExactly("handover-withdrawn", "handover");
  }

  @Test
  void onlyToADispatcherWhoMayHaveItAll() throws Exception {
    JsonObject found = as("dispatcher").get(ALL).bodyAsJsonObject();
    assertThat(found.getJsonArray("colleagues").toString())
        .contains("dispatcher-2")
        .doesNotContain("dispatcher-west");
    for (String to : List.of("dispatcher", "dispatcher-west", "head", "nobody")) {
      HttpResponse<Buffer> refused = as("dispatcher").post(ALL, new JsonObject().put("to", to));
      assertThat(refused.statusCode()).as(to).isEqualTo(400);
    }
  }

  @Test
  void anOfferSurvivesARestartAndNothingLeavesWithoutAnAuditRow() throws Exception {
    as("dispatcher").post(ALL, OFFER);
    gateway.close();
    gateway = new GatewayFixture(folder);
    gateway.handovers.recall(await(gateway.journal.tables().latest(Tables.HANDOVER)));
    JsonArray standing = as("dispatcher-2").get(ALL).bodyAsJsonObject().getJsonArray("items");
    assertThat(standing).hasSize(1);
    assertThat(standing.getJsonObject(0).getString("note")).isEqualTo("the gate is locked");
    gateway.audit.close();
    assertThat(as("dispatcher-2").post(ALL + "/dispatcher/accept", null).statusCode())
        .isEqualTo(503);
    assertThat(owner(first)).isEqualTo("dispatcher");
  }
}
