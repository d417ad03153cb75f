package io.sharpeyes.gateway.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation × every role × the own and a foreign district. A new operation needs a line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

  private static final List<String> ROLES =
      List.of("dispatcher", "patrol", "maintenance", "head", "admin", "site");
  private static final Set<String> ALL = Set.copyOf(ROLES);
  private static final Set<String> DESK = Set.of("dispatcher");
  private static final Set<String> FIELD = Set.of("dispatcher", "patrol");
  private static final Set<String> OPEN = Set.of();

  /** A grant opens these, whoever has it; PicturesIT shows that nothing else does. */
  private static final Set<String> BY_GRANT = new HashSet<>();

  private static final Map<String, Set<String>> WHO_MAY =
      Map.ofEntries(
          entry("login", OPEN),
          entry("logout", ALL),
          entry("logoutEverywhere", ALL),
          entry("me", ALL),
          entry("beginSecondFactor", ALL),
          entry("confirmSecondFactor", ALL),
          entry("removeSecondFactor", ALL),
          entry("resetSecondFactor", Set.of("admin")),
          entry("logoutOther", Set.of("admin")),
          entry("raiseAlarm", Set.of("dispatcher", "site")),
          entry("listIncidents", Set.of("dispatcher", "patrol", "head", "site")),
          entry("getIncident", Set.of("dispatcher", "patrol", "head", "site")),
          entry("getTimeline", Set.of("dispatcher", "head")),
          entry("getIncidentCameras", DESK),
          entry("getIncidentUnits", DESK),
          entry("claimIncident", DESK),
          entry("takeOverIncident", DESK),
          entry("returnIncident", DESK),
          entry("forwardIncident", DESK),
          entry("noteIncident", FIELD),
          entry("announceIncident", DESK),
          entry("quietIncident", DESK),
          entry("releaseIncident", DESK),
          entry("closeIncident", DESK),
          entry("mergeIncident", DESK),
          entry("reopenIncident", DESK),
          entry("assignUnit", DESK),
          entry("acceptAssignment", FIELD),
          entry("declineAssignment", FIELD),
          entry("enRouteAssignment", FIELD),
          entry("onSceneAssignment", FIELD),
          entry("doneAssignment", FIELD),
          entry("recallUnit", DESK),
          entry("listCameras", Set.of("dispatcher", "maintenance", "head", "admin")),
          entry("camerasNear", Set.of("dispatcher", "maintenance", "admin")),
          entry("getCamera", Set.of("dispatcher", "maintenance", "head", "admin")),
          entry("grantCamera", FIELD),
          entry("listHandovers", Set.of("dispatcher")),
          entry("offerHandover", Set.of("dispatcher")),
          entry("acceptHandover", Set.of("dispatcher")),
          entry("withdrawHandover", Set.of("dispatcher")),
          entry("listAllReviews", Set.of("dispatcher", "head")),
          entry("listReviews", Set.of("dispatcher", "head")),
          entry("confirmReview", Set.of("dispatcher", "head")),
          entry("declineReview", Set.of("dispatcher", "head")),
          entry("breakGlass", Set.of("maintenance")),
          entry("endBreakGlass", Set.of("maintenance")),
          entry("takeSnapshot", BY_GRANT),
          entry("fetchClip", BY_GRANT),
          entry("watchLive", BY_GRANT),
          entry("takeMaintenanceSnapshot", BY_GRANT),
          entry("watchMaintenanceLive", BY_GRANT),
          entry("listDevices", Set.of("dispatcher", "maintenance", "head", "admin", "site")),
          entry("getDevice", Set.of("dispatcher", "maintenance", "head", "admin", "site")),
          entry("listAreaEvents", Set.of("dispatcher", "head")),
          entry("claimAreaEvent", DESK),
          entry("listWindows", Set.of("dispatcher", "maintenance", "head", "admin", "site")),
          entry("bookWindow", Set.of("dispatcher", "maintenance", "admin", "site")),
          entry("cancelWindow", Set.of("dispatcher", "maintenance", "admin", "site")),
          entry("healthReport", Set.of("dispatcher", "maintenance", "head", "admin", "site")),
          entry("listWorkOrders", Set.of("dispatcher", "maintenance", "head", "admin")),
          entry("openWorkOrder", Set.of("maintenance", "admin")),
          entry("noteWorkOrder", Set.of("dispatcher", "maintenance", "admin")),
          entry("finishWorkOrder", Set.of("maintenance", "admin")),
          entry("responseTimes", Set.of("dispatcher", "head")),
          entry("exportEvidence", DESK),
          entry("listEvidence", Set.of("dispatcher", "head")),
          entry("holdIncident", Set.of("dispatcher", "head")),
          entry("releaseHold", Set.of("dispatcher", "head")),
          entry("getReceipt", Set.of("dispatcher", "head", "site")),
          entry("listAudit", Set.of("head", "admin")),
          entry("readRegistry", Set.of("admin")),
          entry("importRegistry", Set.of("admin")),
          entry("drills", Set.of("dispatcher", "head")),
          entry("listUnits", Set.of("dispatcher", "patrol", "head", "admin")),
          entry("getMap", ALL),
          entry("getMapLayer", ALL),
          entry("getMapTile", ALL),
          entry("putUnitPosition", FIELD),
          entry("putUnitDuty", FIELD),
          entry("readEvents", ALL),
          entry("metrics", OPEN),
          entry("live", OPEN),
          entry("ready", OPEN),
          entry("openapi", OPEN),
          entry("asyncapi", OPEN));

  /** Whoever calls these is signed in no more. */
  private static final Set<String> ENDS_OWN = Set.of("logout", "logoutEverywhere");

  private static final Map<String, JsonObject> BODIES =
      Map.ofEntries(
          entry("raiseAlarm", new JsonObject().put("device", "button-east-1")),
          entry("takeOverIncident", new JsonObject().put("reason", "test")),
          entry("returnIncident", new JsonObject().put("reason", "test")),
          entry("reopenIncident", new JsonObject().put("reason", "test")),
          entry("holdIncident", new JsonObject().put("reason", "test")),
          entry("releaseHold", new JsonObject().put("reason", "test")),
          entry("noteIncident", new JsonObject().put("text", "test")),
          entry("openWorkOrder", new JsonObject().put("title", "test")),
          entry("noteWorkOrder", new JsonObject().put("text", "test")),
          entry(
              "announceIncident",
              new JsonObject().put("speaker", "speaker-east").put("text", "test")),
          entry("quietIncident", new JsonObject().put("forS", 1)),
          entry("closeIncident", new JsonObject().put("disposition", "founded")),
          entry("mergeIncident", new JsonObject().put("into", "20200101-0001")),
          entry("assignUnit", new JsonObject().put("unit", "unit-east-2")),
          entry(
              "bookWindow",
              new JsonObject()
                  .put("status", "exercise")
                  .put("devices", new JsonArray().add("button-east-1"))
                  .put("from", "2030-01-01T08:00:00.000Z")
                  .put("to", "2030-01-01T09:00:00.000Z")),
          entry("declineReview", new JsonObject().put("reason", "no such case")),
          entry("breakGlass", new JsonObject().put("reason", "is the lens dirty?")),
          entry("putUnitPosition", new JsonObject().put("latitude", 26).put("longitude", 118)),
          entry("putUnitDuty", new JsonObject().put("onDuty", true)));

  private GatewayFixture gateway;
  private ResponseCheck check;
  private String incident = "";
  private final Map<String, GatewayClient> clients = new HashMap<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    gateway = new GatewayFixture(folder);
    check = new ResponseCheck();
    incident = gateway.press("button-east-1").incidentId();
    for (String role : ROLES) {
      for (String town : List.of("-east", "-west")) {
        clients.put(role + town, GatewayClient.of(gateway, check, role + town));
      }
    }
  }

  @AfterAll
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void everyOperationIsOpenToWhomItShouldBe() throws Exception {
    List<OperationContract> operations = Contract.own().operations();
    assertThat(operations)
        .extracting(OperationContract::id)
        .containsExactlyInAnyOrderElementsOf(WHO_MAY.keySet());
    GatewayClient nobody = new GatewayClient(gateway.vertx, gateway.port, check, Map.of());
    for (OperationContract operation : operations) {
      Set<String> allowed = WHO_MAY.getOrDefault(operation.id(), OPEN);
      if (allowed == OPEN || allowed == BY_GRANT || ENDS_OWN.contains(operation.id())) {
        continue;
      }
      assertThat(ask(nobody, operation)).as(operation.id()).isEqualTo(401);
      for (String role : ROLES) {
        int status = ask(as(role + "-east"), operation);
        if (allowed.contains(role)) {
          assertThat(status).as("%s as %s", operation.id(), role).isNotIn(401, 403);
        } else {
          assertThat(status).as("%s as %s", operation.id(), role).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void nobodyReachesThingsOfAnotherDistrict() throws Exception {
    for (OperationContract operation : Contract.own().operations()) {
      boolean named =
          (operation.path().contains("{") && !operation.path().startsWith("/api/v1/map/"))
              || Set.of("raiseAlarm", "bookWindow").contains(operation.id());
      for (String role : WHO_MAY.getOrDefault(operation.id(), OPEN)) {
        if (named) {
          int status = ask(as(role + "-west"), operation);
          assertThat(status).as("%s as %s of another town", operation.id(), role).isEqualTo(404);
        }
      }
    }
  }

  @Test
  void listsHoldThingsOfTheOwnDistrictOnly() throws Exception {
    for (String path : List.of("incidents", "cameras", "devices", "units")) {
      String west = as("dispatcher-west").get("/api/v1/" + path + "?limit=500").bodyAsString();
      String asked =
          as("dispatcher-west").get("/api/v1/" + path + "?district=" + County.EAST).bodyAsString();
      assertThat(west).doesNotContain("east");
      assertThat(new JsonObject(asked).getJsonArray("items")).isEmpty();
    }
    String near =
        as("dispatcher-west")
            .get("/api/v1/cameras/near?latitude=26.05&longitude=118&radiusM=20000")
            .bodyAsString();
    assertThat(near).doesNotContain("east");
  }

  private GatewayClient as(String user) {
    return Objects.requireNonNull(clients.get(user));
  }

  private int ask(GatewayClient client, OperationContract operation) throws Exception {
    String path =
        operation
            .path()
            .replace("{incident}", incident)
            .replace("{unit}", "unit-east-1")
            .replace("{camera}", "camera-east-1")
            .replace("{areaEvent}", "A-20200101-0001")
            .replace("{layer}", "roads")
            .replace("{zoom}/{column}/{row}", "0/0/0")
            .replace("{window}", "W-20200101-0001")
            .replace("{review}", "R-1")
            .replace("{order}", "O-20200101-0001")
            .replace("{user}", "dispatcher-2-east")
            .replace("{device}", "button-east-1");
    String query = operation.id().equals("camerasNear") ? "?latitude=26&longitude=118" : "";
    JsonObject body = BODIES.get(operation.id());
    HttpMethod method = operation.method();
    return client.ask(method, path + query, body, Map.of()).statusCode();
  }
}
