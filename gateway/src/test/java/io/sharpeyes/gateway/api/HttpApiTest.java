package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.TotpApp;
import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.incident.Outage;
import io.sharpeyes.gateway.registry.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HTTP interface answers, over a real socket and a real journal. */
class HttpApiTest {

  private GatewayFixture gateway;
  private ResponseCheck check;
  private GatewayClient desk;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    gateway = new GatewayFixture(folder);
    check = new ResponseCheck();
    desk = as("dispatcher");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private GatewayClient as(String user) throws Exception {
    return GatewayClient.of(gateway, check, user);
  }

  private GatewayClient nobody() {
    return new GatewayClient(gateway.vertx, gateway.port, check, Map.of());
  }

  private static String incident(String id) {
    return "/api/v1/incidents/" + id;
  }

  @Test
  void everyOperationOfTheContractAnswers() throws Exception {
    HttpResponse<Buffer> login =
        nobody()
            .post(
                "/api/v1/login",
                new JsonObject().put("user", "dispatcher").put("password", "demo"));
    assertThat(login.statusCode()).isEqualTo(200);
    assertThat(login.cookies().get(0))
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .doesNotContain("Secure");
    desk.get("/api/v1/me");
    secondFactor();
    gateway.onDuty("unit-east-1");
    JsonObject raised =
        desk.post("/api/v1/alarms", new JsonObject().put("device", "button-east-1"))
            .bodyAsJsonObject();
    String id = raised.getString("incident");
    desk.get("/api/v1/incidents?handling=open&limit=10");
    desk.get(incident(id) + "/timeline");
    assertThat(cameras(desk.get(incident(id) + "/cameras")).getJsonObject(0).getString("camera"))
        .isEqualTo("camera-east-1");
    desk.get(incident(id) + "/units");
    work(id);
    lookAround();
    expect(204, as("admin").post("/api/v1/people/dispatcher-2/logout", null));
    expect(204, as("admin").post("/api/v1/me/logout-everywhere", null));
    assertThat(desk.post("/api/v1/logout", null).statusCode()).isEqualTo(204);
    assertThat(desk.get("/api/v1/me").statusCode()).isEqualTo(401);
    Set<String> all = new HashSet<>(check.operationIds());
    all.removeAll(
        Set.of(
            // A stream has tests of its own; an import changes files: RegistryCommandsTest.
            "readEvents",
            "importRegistry",
            // They need a camera; PicturesIT has one.
            "takeSnapshot",
            "fetchClip",
            "watchLive",
            "takeMaintenanceSnapshot",
            "watchMaintenanceLive",
            // It needs a tile server; MapTilesTest has one.
            "getMapTile"));
    assertThat(check.answered()).containsExactlyInAnyOrderElementsOf(all);
  }

  /** To the next one and back. */
  private void handOver(GatewayClient second) throws Exception {
    JsonObject offer = new JsonObject().put("to", "dispatcher-2").put("note", "call back at nine");
    expect(201, desk.post("/api/v1/handovers", offer));
    expect(200, second.post("/api/v1/handovers/dispatcher/withdraw", null));
    expect(201, desk.post("/api/v1/handovers", offer));
    expect(200, second.get("/api/v1/handovers"));
    expect(200, second.post("/api/v1/handovers/dispatcher/accept", null));
    expect(201, second.post("/api/v1/handovers", new JsonObject().put("to", "dispatcher")));
    expect(200, desk.post("/api/v1/handovers/dispatcher-2/accept", null));
  }

  /** One incident through everything that can be done to it. */
  private void work(String id) throws Exception {
    JsonObject reason = new JsonObject().put("reason", "shift ends");
    expect(200, desk.post(incident(id) + "/claim", null));
    expect(200, as("dispatcher-2").post(incident(id) + "/take-over", reason));
    GatewayClient second = as("dispatcher-2");
    expect(200, second.post(incident(id) + "/return", reason));
    expect(200, desk.post(incident(id) + "/claim", null));
    handOver(second);
    expect(200, desk.post(incident(id) + "/note", new JsonObject().put("text", "called back")));
    expect(
        200,
        desk.post(
            incident(id) + "/announce",
            new JsonObject().put("speaker", "speaker-east").put("text", "Help comes")));
    try (DeskReader another = DeskReader.open(gateway.port, gateway.token("dispatcher-2"), null)) {
      another.awaitType("heartbeat");
      expect(200, desk.post(incident(id) + "/quiet", new JsonObject().put("forS", 30)));
    }
    expect(200, desk.get(incident(id) + "/evidence"));
    expect(200, desk.get(incident(id) + "/evidence/list"));
    expect(200, desk.post(incident(id) + "/hold", reason));
    expect(200, desk.post(incident(id) + "/release-hold", reason));
    expect(200, desk.get(incident(id) + "/receipt"));
    expect(200, as("head").get("/api/v1/audit"));
    JsonObject unit = new JsonObject().put("unit", "unit-east-1");
    expect(200, desk.post(incident(id) + "/assignments", unit));
    GatewayClient patrol = as("patrol-east");
    for (String step : new String[] {"accept", "en-route", "on-scene", "done"}) {
      expect(200, patrol.post(incident(id) + "/assignments/unit-east-1/" + step, null));
    }
    unit.put("unit", "unit-east-2");
    expect(200, desk.post(incident(id) + "/assignments", unit));
    expect(200, desk.post(incident(id) + "/assignments/unit-east-2/decline", new JsonObject()));
    expect(200, desk.post(incident(id) + "/assignments", unit));
    String recall = incident(id) + "/assignments/unit-east-2/recall";
    expect(200, desk.post(recall, new JsonObject().put("reason", "not needed")));
    String grant = incident(id) + "/cameras/camera-east-1/grant";
    expect(200, desk.post(grant, null));
    expect(200, desk.post(incident(id) + "/close", new JsonObject().put("disposition", "founded")));
    review(id, grant);
    expect(200, desk.post(incident(id) + "/reopen", reason));
    GatewayClient town = as("dispatcher-east");
    String other;
    try (DeskReader staffed =
        DeskReader.open(gateway.port, gateway.token("dispatcher-east"), null)) {
      staffed.awaitType("heartbeat");
      other = gateway.press("button-east-2").incidentId();
      staffed.awaitType("incident.opened");
      expect(200, town.post(incident(other) + "/forward", new JsonObject()));
    }
    expect(200, town.post(incident(other) + "/claim", null));
    expect(200, town.post(incident(other) + "/merge", new JsonObject().put("into", id)));
    JsonObject silent = new JsonObject().put("device", "button-east-3").put("code", 122);
    String quiet = desk.post("/api/v1/alarms", silent).bodyAsJsonObject().getString("incident");
    expect(200, desk.post(incident(quiet) + "/claim", null));
    expect(200, desk.post(incident(quiet) + "/release", null));
    expect(200, desk.get(incident(quiet)));
  }

  /** What was kept of a closed incident opens once a second person has confirmed it. */
  private void review(String id, String grant) throws Exception {
    JsonObject words = new JsonObject().put("requestNumber", "2026-17").put("reason", "court");
    JsonObject ask = new JsonObject().put("review", words);
    expect(409, desk.post(grant, null));
    HttpResponse<Buffer> waiting = desk.post(grant, ask);
    expect(202, waiting);
    expect(200, desk.get(incident(id) + "/reviews"));
    expect(200, desk.get("/api/v1/reviews"));
    String confirm =
        incident(id) + "/reviews/" + waiting.bodyAsJsonObject().getString("review") + "/confirm";
    expect(403, desk.post(confirm, null));
    expect(200, as("head").post(confirm, null));
    expect(409, as("dispatcher-2").post(confirm, null));
    words.put("requestNumber", "2026-18");
    String declined = desk.post(grant, ask).bodyAsJsonObject().getString("review");
    String decline = incident(id) + "/reviews/" + declined + "/decline";
    expect(403, desk.post(decline, new JsonObject().put("reason", "my own")));
    expect(200, as("head").post(decline, new JsonObject().put("reason", "no such letter")));
    words.put("requestNumber", "2026-17");
    expect(200, desk.post(grant, ask));
  }

  /** Set up, reset by an admin, set up again, removed with a recovery code. */
  private void secondFactor() throws Exception {
    String mine = "/api/v1/me/second-factor";
    GatewayClient admin = as("admin");
    for (boolean reset : new boolean[] {true, false}) {
      GatewayClient head = as("head");
      JsonObject begun = head.post(mine, null).bodyAsJsonObject();
      String code = new TotpApp(begun.getString("secret")).code(Instant.now());
      HttpResponse<Buffer> confirmed =
          head.post(mine + "/confirm", new JsonObject().put("code", code));
      expect(200, confirmed);
      if (reset) {
        expect(204, admin.post("/api/v1/people/head/second-factor/reset", null));
      } else {
        String recovery = confirmed.bodyAsJsonObject().getJsonArray("recoveryCodes").getString(0);
        expect(204, head.post(mine + "/remove", new JsonObject().put("code", recovery)));
      }
    }
  }

  private void lookAround() throws Exception {
    expect(
        200,
        as("maintenance")
            .post(
                "/api/v1/cameras/camera-east-1/break-glass",
                new JsonObject().put("reason", "is the lens dirty?")));
    expect(
        204,
        as("maintenance")
            .ask(HttpMethod.DELETE, "/api/v1/cameras/camera-east-1/break-glass", null, Map.of()));
    Position east = gateway.registry.site("east-1").orElseThrow().position();
    expect(
        200,
        desk.get(
            "/api/v1/cameras/near?latitude=" + east.latitude() + "&longitude=118&radiusM=200"));
    expect(200, desk.get("/api/v1/cameras?limit=3"));
    expect(200, desk.get("/api/v1/cameras/camera-east-1"));
    expect(200, desk.get("/api/v1/map"));
    expect(404, desk.get("/api/v1/map/tiles/3/1/2"));
    expect(200, desk.get("/api/v1/map/roads"));
    expect(404, desk.get("/api/v1/map/water"));
    expect(400, desk.get("/api/v1/map/..%2fpeople"));
    expect(200, desk.get("/api/v1/devices?health=unknown"));
    expect(200, desk.get("/api/v1/devices/button-east-1"));
    expect(200, desk.get("/api/v1/units"));
    workOrders();
    expect(200, as("admin").get("/api/v1/registry"));
    expect(200, desk.get("/api/v1/health-report"));
    expect(200, desk.get("/api/v1/reports/response-times"));
    bookAWindow();
    claimAnAreaEvent();
    GatewayClient patrol = as("patrol-east");
    JsonObject here = new JsonObject().put("latitude", 26.1).put("longitude", 118);
    expect(204, patrol.put("/api/v1/units/unit-east-1/duty", new JsonObject().put("onDuty", true)));
    expect(204, patrol.put("/api/v1/units/unit-east-1/position", here));
    for (String page :
        new String[] {
          "/metrics", "/health/live", "/health/ready", "/openapi.yaml", "/asyncapi.yaml"
        }) {
      expect(200, nobody().get(page));
    }
  }

  private void workOrders() throws Exception {
    GatewayClient maintenance = as("maintenance");
    JsonObject wanted =
        new JsonObject()
            .put("title", "battery")
            .put("devices", new JsonArray().add("button-east-1"))
            .put("dueAt", "2199-01-01T00:00:00Z");
    HttpResponse<Buffer> opened = maintenance.post("/api/v1/work-orders", wanted);
    expect(201, opened);
    String order = "/api/v1/work-orders/" + opened.bodyAsJsonObject().getString("id");
    expect(200, desk.get("/api/v1/work-orders?state=open"));
    expect(200, maintenance.post(order + "/note", new JsonObject().put("text", "no key")));
    expect(200, maintenance.post(order + "/done", new JsonObject()));
    expect(409, maintenance.post(order + "/done", new JsonObject()));
    expect(403, desk.post("/api/v1/work-orders", wanted));
    wanted.getJsonArray("devices").add("button-nowhere");
    expect(404, maintenance.post("/api/v1/work-orders", wanted));
  }

  private void bookAWindow() throws Exception {
    JsonObject drill =
        new JsonObject()
            .put("status", "exercise")
            .put("devices", new JsonArray().add("button-east-1"))
            .put("from", Instant.now().plusSeconds(600).toString())
            .put("to", Instant.now().plusSeconds(1200).toString());
    HttpResponse<Buffer> booked = desk.post("/api/v1/booked-windows", drill);
    expect(201, booked);
    expect(200, desk.get("/api/v1/booked-windows"));
    String id = booked.bodyAsJsonObject().getString("id");
    HttpResponse<Buffer> taken = desk.post("/api/v1/booked-windows", drill);
    expect(409, taken);
    assertThat(taken.bodyAsJsonObject().getJsonObject("window").getString("id")).isEqualTo(id);
    expect(200, desk.post("/api/v1/booked-windows/" + id + "/cancel", null));
    expect(200, desk.get("/api/v1/reports/drills"));
  }

  private void claimAnAreaEvent() throws Exception {
    String district = gateway.registry.site("east-1").orElseThrow().district();
    AreaEvent dark =
        GatewayFixture.await(
            gateway.journal.outage(
                new Outage(
                    "uplink:fibre-east",
                    district,
                    "fibre-east",
                    26.1,
                    118,
                    3,
                    3,
                    List.of("button-east-1"),
                    "uplink",
                    Instant.now())));
    expect(200, desk.get("/api/v1/area-events"));
    expect(200, desk.post("/api/v1/area-events/" + dark.id() + "/claim", null));
  }

  private static void expect(int status, HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode())
        .as(() -> answer.body() == null ? "" : answer.bodyAsString())
        .isEqualTo(status);
  }

  private static JsonArray cameras(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getJsonArray("items");
  }

  @Test
  void aStaleDeskIsToldHowTheIncidentNowStands() throws Exception {
    String id = gateway.press("button-east-1").incidentId();
    String seen = desk.get(incident(id)).getHeader("ETag");
    Map<String, String> ifMatch = Map.of("If-Match", seen);
    expect(200, desk.ask(HttpMethod.POST, incident(id) + "/claim", null, ifMatch));

    HttpResponse<Buffer> late =
        as("dispatcher-2").ask(HttpMethod.POST, incident(id) + "/claim", null, ifMatch);

    expect(412, late);
    JsonObject now = late.bodyAsJsonObject().getJsonObject("incident");
    assertThat(now.getString("handling")).isEqualTo("claimed");
    assertThat(now.getJsonObject("owner").getString("user")).isEqualTo("dispatcher");
    assertThat(late.getHeader("ETag")).isEqualTo('"' + now.getLong("revision").toString() + '"');
  }

  @Test
  void aRepeatedPressDoesNotMakeAClaimFail() throws Exception {
    String id = gateway.press("button-east-1").incidentId();
    String seen = desk.get(incident(id)).getHeader("ETag");
    gateway.press("button-east-1");
    HttpResponse<Buffer> claim =
        desk.ask(HttpMethod.POST, incident(id) + "/claim", null, Map.of("If-Match", seen));
    expect(200, claim);
    assertThat(claim.bodyAsJsonObject().getJsonObject("presses").getInteger("count")).isEqualTo(2);
  }

  @Test
  void theSameKeyIsTheSameAlarm() throws Exception {
    Map<String, String> key = Map.of("Idempotency-Key", "5c1a6f4e-0001");
    JsonObject body = new JsonObject().put("device", "button-east-1");
    JsonObject first = desk.ask(HttpMethod.POST, "/api/v1/alarms", body, key).bodyAsJsonObject();
    JsonObject again = desk.ask(HttpMethod.POST, "/api/v1/alarms", body, key).bodyAsJsonObject();
    assertThat(again.getString("incident")).isEqualTo(first.getString("incident"));
    assertThat(first.getBoolean("duplicate")).isFalse();
    assertThat(again.getBoolean("duplicate")).isTrue();
  }

  @Test
  void aDeviceRaisesItsOwnAlarmWithItsSecret() throws Exception {
    GatewayClient phone = device("phone-east", "demo");
    HttpResponse<Buffer> raised =
        phone.post("/api/v1/alarms", new JsonObject().put("text", "fire"));
    expect(201, raised);
    assertThat(raised.bodyAsJsonObject().containsKey("state")).isFalse();
    JsonObject foreign = new JsonObject().put("device", "button-west-1");
    expect(403, phone.post("/api/v1/alarms", foreign));
    expect(401, device("phone-east", "wrong").post("/api/v1/alarms", new JsonObject()));
    expect(401, phone.get("/api/v1/incidents"));
  }

  private GatewayClient device(String id, String secret) {
    byte[] pair = (id + ':' + secret).getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
    return new GatewayClient(gateway.vertx, gateway.port, check, Map.of("Authorization", basic));
  }

  @Test
  void contactsAreShownWhileTheIncidentIsOpenOnly() throws Exception {
    String id = gateway.press("button-east-1").incidentId();
    JsonObject open = desk.get(incident(id)).bodyAsJsonObject();
    assertThat(open.getJsonArray("contacts").getJsonObject(0).getString("name"))
        .isEqualTo("Gate Guard");
    assertThat(open.getString("accessNotes")).isEqualTo("gate code 12");
    assertThat(as("head").get(incident(id)).bodyAsJsonObject().containsKey("contacts")).isFalse();
    desk.post(incident(id) + "/claim", null);
    desk.post(incident(id) + "/close", new JsonObject().put("disposition", "unfounded"));
    JsonObject closed = desk.get(incident(id)).bodyAsJsonObject();
    assertThat(closed.getString("handling")).isEqualTo("closed");
    assertThat(closed.containsKey("contacts")).isFalse();
    assertThat(closed.containsKey("accessNotes")).isFalse();
  }

  @Test
  void closingWithUnitsOutWarnsFirst() throws Exception {
    String id = gateway.press("button-east-1").incidentId();
    desk.post(incident(id) + "/claim", null);
    desk.post(incident(id) + "/assignments", new JsonObject().put("unit", "unit-east-1"));
    JsonObject closing = new JsonObject().put("disposition", "founded");
    HttpResponse<Buffer> warned = desk.post(incident(id) + "/close", closing);
    expect(409, warned);
    assertThat(warned.bodyAsJsonObject().getString("type"))
        .isEqualTo("urn:sharp-eyes:problem:units-out");
    expect(200, desk.post(incident(id) + "/close", closing.put("unitsOutConfirmed", true)));
  }

  @Test
  void listsComeInPagesWithoutAGapOrADouble() throws Exception {
    Set<String> raised = new HashSet<>();
    for (int i = 1; i <= 7; i++) {
      raised.add(gateway.press("button-east-" + i).incidentId());
    }
    Set<String> listed = new HashSet<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonObject page =
          desk.get("/api/v1/incidents?handling=new&limit=3" + cursor).bodyAsJsonObject();
      page.getJsonArray("items")
          .forEach(item -> assertThat(listed.add(((JsonObject) item).getString("id"))).isTrue());
      String next = page.getString("next");
      cursor = next == null ? "" : "&cursor=" + next;
      pages++;
    } while (!cursor.isEmpty());
    assertThat(listed).isEqualTo(raised);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void devicesComeAsCsvForASpreadsheet() throws Exception {
    HttpResponse<Buffer> csv =
        desk.ask(
            HttpMethod.GET,
            "/api/v1/devices?district=" + County.EAST,
            null,
            Map.of("Accept", "text/csv"));
    expect(200, csv);
    assertThat(csv.bodyAsString().lines()).hasSize(1 + County.SITES_IN_TOWN + 2);
    assertThat(csv.bodyAsString()).contains("button-east-1,").doesNotContain("west");
  }

  @Test
  void aPositionIsTakenOnDutyOnly() throws Exception {
    JsonObject here = new JsonObject().put("latitude", 26.1).put("longitude", 118);
    GatewayClient patrol = as("patrol-east");
    expect(409, patrol.put("/api/v1/units/unit-east-1/position", here));
    expect(204, patrol.put("/api/v1/units/unit-east-1/duty", new JsonObject().put("onDuty", true)));
    expect(204, patrol.put("/api/v1/units/unit-east-1/position", here));
    expect(404, patrol.put("/api/v1/units/unit-west-1/position", here));
    expect(
        204, patrol.put("/api/v1/units/unit-east-1/duty", new JsonObject().put("onDuty", false)));
    JsonObject unit =
        patrol.get("/api/v1/units").bodyAsJsonObject().getJsonArray("items").getJsonObject(0);
    assertThat(unit.containsKey("latitude")).isFalse();
  }
}
