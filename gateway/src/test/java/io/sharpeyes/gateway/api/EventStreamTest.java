package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event stream as the JDK's clients see it. */
class EventStreamTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private GatewayFixture gateway;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    gateway = new GatewayFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private DeskReader desk(String user) throws Exception {
    return DeskReader.open(gateway.port, gateway.token(user), null);
  }

  private void command(String incident, String user, IncidentAction action) throws Exception {
    Actor actor = new Actor(user, user);
    GatewayFixture.await(
        gateway.journal.command(new IncidentCommand(incident, null, actor, action)));
  }

  @Test
  void anIncidentComesWithAllThatADispatcherNeeds() throws Exception {
    gateway.onDuty("unit-east-1");
    try (DeskReader desk = desk("dispatcher")) {
      desk.awaitType("heartbeat");
      String id = gateway.press("button-east-1").incidentId();
      JsonObject opened = desk.awaitType("incident.opened");
      assertThat(opened.getString("specversion")).isEqualTo("1.0");
      assertThat(opened.getString("subject")).isEqualTo(id);
      assertThat(opened.getString("dataschema")).isEqualTo("urn:sharp-eyes:event:1");
      JsonObject data = opened.getJsonObject("data");
      JsonObject camera = data.getJsonArray("cameras").getJsonObject(0);
      assertThat(camera.getString("camera")).isEqualTo("camera-east-1");
      assertThat(camera.getJsonArray("reasons").getJsonObject(0).getString("code")).isNotEmpty();
      JsonArray units = data.getJsonObject("response").getJsonArray("units");
      assertThat(units.getJsonObject(0).getInteger("ring")).isPositive();
      assertThat(data.getJsonArray("contacts").getJsonObject(0).getString("phone"))
          .isEqualTo("0599-1");
      assertThat(data.getString("accessNotes")).isEqualTo("gate code 12");
    }
  }

  @Test
  void serverSentEventsSayTheSameAndResume() throws Exception {
    String token = gateway.token("dispatcher");
    try (DeskReader desk = DeskReader.open(gateway.port, token, null)) {
      desk.awaitType("heartbeat");
      gateway.press("button-east-1");
      JsonObject opened = desk.awaitType("incident.opened");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port + "/api/v1/events"))
              .header("Authorization", "Bearer " + token)
              .header("Accept", "text/event-stream")
              .header("Last-Event-ID", "0")
              .build();
      HttpResponse<InputStream> answer =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        while (!line.equals("id: " + opened.getString("id"))) {
          line = lines.readLine();
        }
        JsonObject same = new JsonObject(lines.readLine().substring("data: ".length()));
        assertThat(same).isEqualTo(opened);
      }
    }
  }

  @Test
  void theHeartbeatTellsTheNewestIdThatWasSent() throws Exception {
    try (DeskReader east = desk("dispatcher-east")) {
      east.awaitType("heartbeat");
      gateway.press("button-east-1");
      JsonObject opened = east.awaitType("incident.opened");
      gateway.press("button-west-1");
      JsonObject beat =
          east.await(
              "a second heartbeat",
              m -> m.getString("type").equals("heartbeat") && !m.getString("last").equals("0"));
      List<Long> ids = east.ids();
      assertThat(beat.getString("last")).isEqualTo(ids.get(ids.size() - 1).toString());
      assertThat(ids).contains(Long.valueOf(opened.getString("id")));
      assertThat(gateway.journal.lastSequence()).isGreaterThan(ids.get(ids.size() - 1));
    }
  }

  @Test
  void everybodySeesWhatTheirRoleAndDistrictReach() throws Exception {
    try (DeskReader county = desk("dispatcher");
        DeskReader east = desk("dispatcher-east");
        DeskReader west = desk("dispatcher-west");
        DeskReader head = desk("head");
        DeskReader patrol = desk("patrol-east");
        DeskReader maintenance = desk("maintenance");
        DeskReader site = desk("site-east");
        DeskReader otherSite = desk("site-west")) {
      for (DeskReader reader : List.of(county, east, west, head, patrol, maintenance, site)) {
        reader.awaitType("heartbeat");
      }
      otherSite.awaitType("heartbeat");
      String id = gateway.press("button-east-1").incidentId();
      command(id, "dispatcher", new IncidentAction.Claim());
      command(id, "dispatcher", new IncidentAction.Assign("unit-east-1", "Patrol", ""));
      String end = gateway.press("button-west-1").incidentId();
      county.await("the last incident", m -> end.equals(m.getString("subject")));
      west.awaitType("incident.opened");
      patrol.awaitType("assignment.sent");
      site.awaitType("incident.claimed");
      otherSite.awaitType("incident.opened");
      assertThat(county.types())
          .contains("alarm.raised", "incident.opened", "incident.claimed", "assignment.sent");
      assertThat(subjects(east)).containsOnly(id);
      assertThat(subjects(west)).containsOnly(end);
      assertThat(patrol.types()).doesNotContain("incident.opened", "incident.claimed");
      assertThat(maintenance.stored()).isEmpty();
      assertThat(otherSite.types()).containsOnly("incident.opened");
      assertThat(subjects(site)).containsOnly(id);
      JsonObject shown = site.awaitType("incident.opened").getJsonObject("data");
      assertThat(shown.fieldNames()).doesNotContain("cameras", "response", "contacts");
      assertThat(shown.getJsonObject("incident").fieldNames())
          .doesNotContain("duress", "ringing", "cancelRequest");
      JsonObject reviewed = head.awaitType("incident.opened").getJsonObject("data");
      assertThat(reviewed.fieldNames()).contains("cameras").doesNotContain("contacts");
      assertThat(reviewed.getJsonObject("incident").fieldNames()).doesNotContain("duress");
    }
  }

  private static List<String> subjects(DeskReader reader) {
    return reader.stored().stream().map(m -> m.getString("subject")).distinct().toList();
  }

  @Test
  void nothingAtTheSiteBetraysAQuietAlarm() throws Exception {
    ResponseCheck check = new ResponseCheck();
    GatewayClient desk = GatewayClient.of(gateway, check, "dispatcher");
    try (DeskReader site = desk("site-east");
        DeskReader town = desk("dispatcher-east")) {
      site.awaitType("heartbeat");
      town.awaitType("heartbeat");
      JsonObject silent = new JsonObject().put("device", "button-east-1").put("code", 122);
      String id = desk.post("/api/v1/alarms", silent).bodyAsJsonObject().getString("incident");
      command(id, "dispatcher", new IncidentAction.Claim());
      JsonObject opened = town.awaitType("incident.opened").getJsonObject("data");
      assertThat(opened.getJsonObject("incident").getBoolean("quiet")).isTrue();
      town.awaitType("incident.claimed");
      GatewayClient guard = GatewayClient.of(gateway, check, "site-east");
      assertThat(guard.get("/api/v1/incidents/" + id).statusCode()).isEqualTo(404);
      assertThat(guard.get("/api/v1/incidents").bodyAsJsonObject().getJsonArray("items")).isEmpty();
      assertThat(site.stored()).isEmpty();
      command(id, "dispatcher", new IncidentAction.Release());
      site.awaitType("incident.released");
    }
  }

  @Test
  void theSiteNeverHearsOfDuressNotEvenAfterTheRelease() throws Exception {
    GatewayClient desk = GatewayClient.of(gateway, new ResponseCheck(), "dispatcher");
    try (DeskReader site = desk("site-east");
        DeskReader town = desk("dispatcher-east")) {
      JsonObject duress = new JsonObject().put("device", "button-east-1").put("code", 121);
      String id = desk.post("/api/v1/alarms", duress).bodyAsJsonObject().getString("incident");
      JsonObject opened = town.awaitType("incident.opened").getJsonObject("data");
      assertThat(opened.getJsonObject("incident").getBoolean("duress")).isTrue();
      command(id, "dispatcher", new IncidentAction.Claim());
      command(id, "dispatcher", new IncidentAction.Release());
      town.awaitType("incident.released");
      site.awaitType("heartbeat");
      assertThat(site.stored()).isEmpty();
    }
  }

  @Test
  void whatIsNotKeptIsAnsweredWithASnapshot() throws Exception {
    String id = gateway.press("button-east-1").incidentId();
    gateway.press("button-west-1");
    String fromAnotherLog = "999999";
    try (DeskReader desk =
        DeskReader.open(gateway.port, gateway.token("dispatcher-east"), fromAnotherLog)) {
      desk.awaitType("resync");
      JsonObject snapshot = desk.awaitType("snapshot");
      assertThat(snapshot.getBoolean("more")).isFalse();
      assertThat(snapshot.getJsonArray("incidents")).hasSize(1);
      assertThat(snapshot.getJsonArray("incidents").getJsonObject(0).getString("id")).isEqualTo(id);
      command(id, "dispatcher", new IncidentAction.Claim());
      desk.awaitType("incident.claimed");
    }
  }

  @Test
  void contactsAreResumedWhileTheIncidentIsOpenOnly() throws Exception {
    String open = gateway.press("button-east-1").incidentId();
    String closed = gateway.press("button-east-2").incidentId();
    command(closed, "dispatcher", new IncidentAction.Claim());
    command(
        closed,
        "dispatcher",
        new IncidentAction.Close(
            Disposition.UNFOUNDED, "", "", List.of(), "", null, UnitsOut.UNSAID));
    try (DeskReader desk = DeskReader.open(gateway.port, gateway.token("dispatcher"), "0")) {
      desk.awaitType("incident.closed");
      List<JsonObject> opened =
          desk.stored().stream()
              .filter(m -> m.getString("type").equals("incident.opened"))
              .toList();
      assertThat(opened).hasSize(2);
      for (JsonObject event : opened) {
        assertThat(event.getJsonObject("data").containsKey("contacts"))
            .isEqualTo(event.getString("subject").equals(open));
      }
    }
  }

  @Test
  void theStreamEndsWithTheSignIn() throws Exception {
    ResponseCheck check = new ResponseCheck();
    String token = gateway.token("dispatcher");
    GatewayClient desk =
        new GatewayClient(
            gateway.vertx, gateway.port, check, Map.of("Authorization", "Bearer " + token));
    try (DeskReader reader = DeskReader.open(gateway.port, token, null)) {
      reader.awaitType("heartbeat");
      desk.post("/api/v1/logout", null);
      assertThat(reader.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
    }
    assertThatThrownBy(() -> DeskReader.open(gateway.port, token, null))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void allStreamsEndWhenSomebodySignsOutEverywhereAndNobodyElses() throws Exception {
    String token = gateway.token("dispatcher");
    String admin = gateway.token("admin");
    try (DeskReader one = DeskReader.open(gateway.port, token, null);
        DeskReader two = DeskReader.open(gateway.port, gateway.token("dispatcher"), null);
        DeskReader other = DeskReader.open(gateway.port, gateway.token("dispatcher-2"), null)) {
      for (DeskReader reader : List.of(one, two, other)) {
        reader.awaitType("heartbeat");
      }
      assertThat(as(token).post("/api/v1/me/logout-everywhere", null).statusCode()).isEqualTo(204);
      assertThat(one.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
      assertThat(two.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
      assertThat(as(token).get("/api/v1/me").statusCode()).isEqualTo(401);

      String path = "/api/v1/people/dispatcher-2/logout";
      assertThat(other.closed).isNotDone();
      assertThat(as(admin).post(path, null).statusCode()).isEqualTo(204);
      assertThat(other.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
      assertThat(as(admin).get("/api/v1/me").statusCode()).isEqualTo(200);
    }
    GatewayFixture.until(
        "both are in the audit",
        () ->
            rows()
                .containsAll(
                    List.of(
                        "dispatcher sign-out-everywhere dispatcher",
                        "admin sign-out-other dispatcher-2")));
  }

  private List<String> rows() {
    try {
      return gateway.audit.before(Long.MAX_VALUE, 20).stream()
          .map(row -> row.user() + " " + row.action() + " " + row.subject())
          .toList();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private GatewayClient as(String token) throws Exception {
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
    return new GatewayClient(gateway.vertx, gateway.port, new ResponseCheck(), bearer);
  }

  @Test
  void aForeignPageGetsNoStream() throws Exception {
    String token = gateway.token("dispatcher");
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1")) {
      assertThatThrownBy(() -> openFrom(origin, token))
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
    openFrom("http://127.0.0.1:" + gateway.port, token).abort();
  }

  private WebSocket openFrom(String origin, String token) throws Exception {
    return CLIENT
        .newWebSocketBuilder()
        .header("Cookie", "sharpeyes=" + token)
        .header("Origin", origin)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + gateway.port + "/api/v1/events"),
            new WebSocket.Listener() {})
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void badMessagesCloseTheStream() throws Exception {
    for (String bad : List.of("not json", "[1]", "{\"type\":\"seen\"}")) {
      try (DeskReader desk = desk("dispatcher")) {
        desk.awaitType("heartbeat");
        desk.say(bad);
        assertThat(desk.closed.get(30, TimeUnit.SECONDS)).as(bad).isEqualTo(4400);
      }
    }
  }

  @Test
  void theTimelineTellsWhichDeskHadItOnItsScreen() throws Exception {
    try (DeskReader desk = desk("dispatcher")) {
      desk.awaitType("heartbeat");
      String id = gateway.press("button-east-1").incidentId();
      String event = desk.awaitType("incident.opened").getString("id");
      String said = "\",\"incident\":\"" + id + "\",\"id\":\"" + event + "\"}";
      desk.say("{\"type\":\"rendered" + said);
      desk.say("{\"type\":\"seen" + said);
      List<JsonObject> ledger = new ArrayList<>();
      GatewayFixture.until(
          "rendered and seen in the timeline",
          () -> {
            ledger.clear();
            ledger.addAll(ledger(id));
            String all = ledger.toString();
            return all.contains("renderedAt") && all.contains("seenAt");
          });
      assertThat(ledger.toString()).contains("\"streams\":1").contains("\"user\":\"dispatcher\"");
      assertThat(desk.types()).doesNotContain("delivery.recorded");
    }
  }

  private List<JsonObject> ledger(String incident) {
    try {
      List<StoredEvent> events = GatewayFixture.await(gateway.journal.timeline(incident, 0, 100));
      return events.stream()
          .filter(event -> event.type().equals("delivery.recorded"))
          .map(event -> new JsonObject(event.data()))
          .toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
