package io.sharpeyes.gateway.api;

import static io.sharpeyes.gateway.api.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.sharpeyes.gateway.evidence.EvidencePiece.Kind;
import io.sharpeyes.gateway.evidence.PackageCheck;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.journal.Tables;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept of an incident, over HTTP: held, given out, told of; and the audit of it all. */
class EvidenceApiTest {

  private static final JsonObject REASON = new JsonObject().put("reason", "the court asks");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private GatewayFixture gateway;
  private ResponseCheck check;
  private String incident = "";

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture(folder);
    check = new ResponseCheck();
    incident = gateway.press("button-east-1").incidentId();
    Instant at = Instant.now();
    await(
        gateway
            .evidence
            .store()
            .write(
                incident, "camera-east-1", Kind.SNAPSHOT, "image/jpeg", at, at, new byte[70_000]));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private GatewayClient as(String user) throws Exception {
    return GatewayClient.of(gateway, check, user);
  }

  private String path(String rest) {
    return "/api/v1/incidents/" + incident + rest;
  }

  private List<AuditRow> rows(String action) throws Exception {
    return gateway
        .audit
        .find(new AuditQuery(null, null, null, null, Long.MAX_VALUE, 1_000))
        .stream()
        .filter(row -> row.action().equals(action))
        .toList();
  }

  private PackageCheck.Report verified(HttpResponse<Buffer> answer) throws Exception {
    assertThat(answer.statusCode()).as(() -> answer.bodyAsString()).isEqualTo(200);
    Path file = Files.write(folder.resolve("package.zip"), answer.body().getBytes());
    return PackageCheck.check(file, gateway.keys().publicKey());
  }

  @Test
  void whoHasTheIncidentTakesItsEvidenceAndTheAuditKnows() throws Exception {
    GatewayClient desk = as("dispatcher");
    desk.post(path("/claim"), null);
    PackageCheck.Report report = verified(desk.get(path("/evidence")));
    assertThat(report.isWhole()).as(report.toString()).isTrue();
    assertThat(report.incident()).isEqualTo(incident);
    assertThat(report.findings()).hasSize(4);
    assertThat(rows("export")).singleElement().extracting(AuditRow::user).isEqualTo("dispatcher");

    HttpResponse<Buffer> other = as("dispatcher-2").get(path("/evidence"));
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(as("head").get(path("/evidence")).statusCode()).isEqualTo(403);
    assertThat(as("dispatcher-west").get(path("/evidence")).statusCode()).isEqualTo(404);
    assertThat(rows("export")).hasSize(1);
    assertThat(rows("picture.refused"))
        .anyMatch(row -> row.user().equals("dispatcher-2") && row.detail().contains("export"));
  }

  @Test
  void afterClosingASecondPersonMustHaveConfirmed() throws Exception {
    GatewayClient desk = as("dispatcher");
    desk.post(path("/claim"), null);
    long before = gateway.audit.head().count();
    desk.post(path("/close"), new JsonObject().put("disposition", "founded"));
    // A closing doesn't wait for its row.
    GatewayFixture.until("the closing's row", () -> gateway.audit.head().count() > before);
    assertThat(rows("disposition").get(0).detail()).contains("founded");
    HttpResponse<Buffer> refused = desk.get(path("/evidence"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.bodyAsString()).contains("second person");

    JsonObject review = new JsonObject().put("requestNumber", "2026/17").put("reason", "police");
    JsonObject asked =
        desk.post(path("/cameras/camera-east-1/grant"), new JsonObject().put("review", review))
            .bodyAsJsonObject();
    assertThat(desk.get(path("/evidence")).statusCode()).isEqualTo(403);
    as("head").post(path("/reviews/" + asked.getString("review") + "/confirm"), null);
    assertThat(verified(desk.get(path("/evidence"))).isWhole()).isTrue();
    assertThat(as("dispatcher-2").get(path("/evidence")).statusCode()).isEqualTo(403);
  }

  @Test
  void aReviewSurvivesARestartUnlessTheIncidentWasReopened() throws Exception {
    GatewayClient desk = as("dispatcher");
    desk.post(path("/claim"), null);
    desk.post(path("/close"), new JsonObject().put("disposition", "founded"));
    JsonObject review = new JsonObject().put("requestNumber", "2026/18").put("reason", "court");
    JsonObject wish = new JsonObject().put("review", review);
    String asked =
        desk.post(path("/cameras/camera-east-1/grant"), wish)
            .bodyAsJsonObject()
            .getString("review");
    restart();
    JsonArray standing = as("head").get("/api/v1/reviews").bodyAsJsonObject().getJsonArray("items");
    assertThat(standing).hasSize(1);
    assertThat(standing.getJsonObject(0).getString("review")).isEqualTo(asked);
    assertThat(standing.getJsonObject(0).getString("siteName")).isNotEmpty();
    assertThat(as("dispatcher-west").get("/api/v1/reviews").bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("items", new JsonArray()));
    as("head").post(path("/reviews/" + asked + "/confirm"), null);
    restart();
    desk = as("dispatcher");
    assertThat(desk.post(path("/cameras/camera-east-1/grant"), wish).statusCode()).isEqualTo(200);
    assertThat(verified(desk.get(path("/evidence"))).isWhole()).isTrue();

    desk.post(path("/reopen"), REASON);
    desk.post(path("/close"), new JsonObject().put("disposition", "founded"));
    restart();
    assertThat(as("head").get("/api/v1/reviews").bodyAsJsonObject().getJsonArray("items"))
        .isEmpty();
    HttpResponse<Buffer> refused = as("dispatcher").get(path("/evidence"));
    assertThat(refused.bodyAsJsonObject().getString("cause")).isEqualTo("no-review");
  }

  @Test
  void aSecondPersonDeclinesAndSaysWhyAndItCanBeAskedAgain() throws Exception {
    GatewayClient desk = as("dispatcher");
    desk.post(path("/claim"), null);
    desk.post(path("/close"), new JsonObject().put("disposition", "founded"));
    JsonObject words = new JsonObject().put("requestNumber", "2026/19").put("reason", "curious");
    JsonObject wish = new JsonObject().put("review", words);
    String grant = path("/cameras/camera-east-1/grant");
    String asked = desk.post(grant, wish).bodyAsJsonObject().getString("review");
    JsonObject no = new JsonObject().put("reason", "there is no such letter");
    String decline = path("/reviews/" + asked + "/decline");
    assertThat(desk.post(decline, no).statusCode()).as("their own").isEqualTo(403);
    assertThat(as("dispatcher-west").post(decline, no).statusCode()).isEqualTo(404);
    try (DeskReader desks = DeskReader.open(gateway.port, gateway.token("dispatcher"), null)) {
      desks.awaitType("heartbeat");
      assertThat(as("head").post(decline, no).statusCode()).isEqualTo(200);
      JsonObject told =
          desks
              .awaitType("evidence.review-declined")
              .getJsonObject("data")
              .getJsonArray("reviews")
              .getJsonObject(0);
      assertThat(told.getString("declineReason")).isEqualTo("there is no such letter");
      assertThat(told.getJsonObject("declinedBy").getString("user")).isEqualTo("head");
    }
    assertThat(rows("picture.review-declined"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.user()).isEqualTo("head");
              assertThat(row.detail()).contains("there is no such letter").contains(asked);
            });
    String confirm = path("/reviews/" + asked + "/confirm");
    assertThat(as("dispatcher-2").post(confirm, null).statusCode()).isEqualTo(409);
    assertThat(desk.get(path("/evidence")).statusCode()).isEqualTo(403);
    restart();
    JsonArray standing =
        as("dispatcher").get(path("/reviews")).bodyAsJsonObject().getJsonArray("items");
    assertThat(standing.getJsonObject(0).getString("state")).isEqualTo("declined");
    JsonObject again = as("dispatcher").post(grant, wish).bodyAsJsonObject();
    assertThat(again.getString("state")).isEqualTo("waiting");
    assertThat(as("dispatcher").get(path("/reviews")).bodyAsJsonObject().getJsonArray("items"))
        .as("what was declined is settled")
        .hasSize(1);
  }

  @Test
  void whoSilencesAnIncidentIsInTheAudit() throws Exception {
    JsonObject silence = new JsonObject().put("forS", 30);
    try (DeskReader one = DeskReader.open(gateway.port, gateway.token("dispatcher"), null);
        DeskReader other = DeskReader.open(gateway.port, gateway.token("dispatcher-2"), null)) {
      one.awaitType("heartbeat");
      other.awaitType("heartbeat");
      String ringing = gateway.press("button-east-2").incidentId();
      String quiet = "/api/v1/incidents/" + ringing + "/quiet";
      long before = gateway.audit.head().count();
      assertThat(as("dispatcher").post(quiet, silence).statusCode()).isEqualTo(200);
      GatewayFixture.until("its row", () -> gateway.audit.head().count() > before);
      assertThat(rows("quiet"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.user()).isEqualTo("dispatcher");
                assertThat(row.subject()).isEqualTo(ringing);
                assertThat(row.detail()).contains("\"forS\":30");
              });
    }
  }

  /** Another gateway on the same folder remembers what the log has. */
  private void restart() throws Exception {
    gateway.close();
    gateway = new GatewayFixture(folder);
    gateway
        .pictures
        .grants()
        .reviews()
        .recall(await(gateway.journal.tables().latest(Tables.REVIEWS)));
  }

  @Test
  void noRowInTheAuditNoPackage() throws Exception {
    GatewayClient desk = as("dispatcher");
    desk.post(path("/claim"), null);
    gateway.audit.close();
    HttpResponse<Buffer> refused = desk.get(path("/evidence"));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.bodyAsJsonObject().getString("type")).endsWith("not-audited");
    assertThat(desk.post(path("/hold"), REASON).statusCode()).isEqualTo(503);
    assertThat(as("admin").get("/api/v1/audit").statusCode()).isEqualTo(503);
    // People still get in, and incidents are still closed: an alarm doesn't wait for the audit.
    assertThat(
            desk.post(path("/close"), new JsonObject().put("disposition", "founded")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aHoldIsSeenAndOnlyDesksAndHeadsSetIt() throws Exception {
    GatewayClient head = as("head");
    JsonObject before = head.get(path("/evidence/list")).bodyAsJsonObject();
    assertThat(before.getJsonArray("items")).hasSize(1);
    assertThat(before.containsKey("hold")).isFalse();
    JsonObject held = head.post(path("/hold"), REASON).bodyAsJsonObject();
    assertThat(held.getJsonObject("hold").getString("reason")).isEqualTo("the court asks");
    assertThat(as("dispatcher").post(path("/hold"), REASON).statusCode()).isEqualTo(409);
    assertThat(as("maintenance").post(path("/release-hold"), REASON).statusCode()).isEqualTo(403);
    JsonObject free = as("dispatcher").post(path("/release-hold"), REASON).bodyAsJsonObject();
    assertThat(free.containsKey("hold")).isFalse();
    assertThat(rows("hold")).hasSize(1);
    assertThat(rows("hold-release")).hasSize(1);
  }

  @Test
  void theSiteIsToldWhoLookedAndCanProveIt() throws Exception {
    Actor desk = new Actor("dispatcher", "Person dispatcher");
    Map<String, Object> live =
        Map.of("camera", "camera-east-1", "grant", "g", "incident", incident);
    await(gateway.audit.append(desk, "picture.live", incident, live));
    await(
        gateway.audit.append(
            desk,
            "picture.live-end",
            incident,
            Map.of("camera", "camera-east-1", "grant", "g", "lastedMs", 12_000)));
    await(gateway.audit.append(desk, "picture.clip", incident, live));
    await(gateway.audit.append(desk, "picture.clip", "20200101-0001", Map.of()));

    JsonObject answer = as("site").get(path("/receipt")).bodyAsJsonObject();
    JsonArray looks = answer.getJsonObject("receipt").getJsonArray("looks");
    assertThat(looks).hasSize(2);
    assertThat(looks.getJsonObject(0).getString("how")).isEqualTo("live");
    assertThat(looks.getJsonObject(0).getString("who")).isEqualTo("Person dispatcher");
    assertThat(looks.getJsonObject(0).getString("cameraName")).isEqualTo("Gate camera east-1");
    assertThat(looks.getJsonObject(0).getLong("lastedMs")).isEqualTo(12_000);
    assertThat(looks.getJsonObject(1).getString("how")).isEqualTo("clip");

    byte[] document = answer.getString("document").getBytes(StandardCharsets.UTF_8);
    byte[] signature = Base64.getDecoder().decode(answer.getString("signature"));
    assertThat(new JsonObject(Buffer.buffer(document))).isEqualTo(answer.getJsonObject("receipt"));
    assertThat(PublicKeyFile.isSigned(gateway.keys().publicKey(), document, signature)).isTrue();
    document[20] ^= 1;
    assertThat(PublicKeyFile.isSigned(gateway.keys().publicKey(), document, signature)).isFalse();

    assertThat(as("site-west").get(path("/receipt")).statusCode()).isEqualTo(404);
    assertThat(as("maintenance").get(path("/receipt")).statusCode()).isEqualTo(403);
  }

  @Test
  void aQuietAlarmHasNoReceiptForItsSite() throws Exception {
    JsonObject silent = new JsonObject().put("device", "button-east-1").put("code", 122);
    String quiet =
        as("dispatcher").post("/api/v1/alarms", silent).bodyAsJsonObject().getString("incident");
    String receipt = "/api/v1/incidents/" + quiet + "/receipt";
    assertThat(as("site").get(receipt).statusCode()).isEqualTo(404);
    assertThat(as("head").get(receipt).statusCode()).isEqualTo(200);
  }

  @Test
  void theAuditIsForHeadsAndAdminsOfTheDistrictAndLookingIsARow() throws Exception {
    String west = gateway.press("button-west-1").incidentId();
    Actor desk = new Actor("dispatcher", "Person dispatcher");
    await(gateway.audit.append(desk, "picture.live", incident, Map.of("camera", "camera-east-1")));
    await(gateway.audit.append(desk, "picture.live", west, Map.of("camera", "camera-west-1")));
    await(gateway.audit.append(Actor.GATEWAY, "sign-in-refused", "nobody-known", Map.of()));

    try (DeskReader heads = DeskReader.open(gateway.port, gateway.token("head-east"), null)) {
      heads.awaitType("heartbeat");
      String east = as("head-east").get("/api/v1/audit").bodyAsString();
      assertThat(east).contains("camera-east-1").doesNotContain("west").doesNotContain("nobody");
      JsonObject viewed = heads.awaitType("audit.viewed");
      assertThat(viewed.getString("subject")).isEqualTo("head-east");
    }
    assertThat(rows("audit-read")).hasSize(1);
    String all = as("admin").get("/api/v1/audit").bodyAsString();
    assertThat(all).contains("camera-east-1").contains("camera-west-1").contains("nobody-known");

    JsonArray filtered =
        as("admin")
            .get("/api/v1/audit?camera=camera-west-1")
            .bodyAsJsonObject()
            .getJsonArray("items");
    assertThat(filtered).hasSize(1);
    assertThat(filtered.getJsonObject(0).getString("subject")).isEqualTo(west);
    assertThat(
            as("admin")
                .get("/api/v1/audit?user=dispatcher&incident=" + incident)
                .bodyAsJsonObject()
                .getJsonArray("items"))
        .hasSize(1);
    assertThat(as("dispatcher").get("/api/v1/audit").statusCode()).isEqualTo(403);
    HttpResponse<Buffer> csv =
        as("admin").ask(HttpMethod.GET, "/api/v1/audit", null, Map.of("Accept", "text/csv"));
    assertThat(csv.bodyAsString()).contains("sequence,at,user,action,subject,detail");
  }

  @Test
  void theAuditComesInPagesWithoutAGapOrADouble() throws Exception {
    for (int i = 0; i < 25; i++) {
      await(
          gateway.audit.append(
              new Actor("dispatcher-east", "x"), "picture.live", incident, Map.of("n", i)));
    }
    GatewayClient head = as("head-east");
    List<Long> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          head.get("/api/v1/audit?incident=" + incident + "&limit=10" + cursor).bodyAsJsonObject();
      page.getJsonArray("items").forEach(row -> seen.add(((JsonObject) row).getLong("sequence")));
      cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
    } while (!cursor.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(seen).hasSize(25);
  }

  @Test
  void signingInAndOutAndFailingToAreRows() throws Exception {
    GatewayClient nobody = new GatewayClient(gateway.vertx, gateway.port, check, Map.of());
    JsonObject login = new JsonObject().put("user", "dispatcher").put("password", "wrong");
    assertThat(nobody.post("/api/v1/login", login).statusCode()).isEqualTo(401);
    login.put("password", County.PASSWORD);
    String token = nobody.post("/api/v1/login", login).bodyAsJsonObject().getString("token");
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
    nobody.ask(HttpMethod.POST, "/api/v1/logout", null, bearer);
    GatewayFixture.until("three rows", () -> gateway.audit.head().count() >= 3);
    assertThat(gateway.audit.before(Long.MAX_VALUE, 3))
        .extracting(AuditRow::action)
        .containsExactly("sign-out", "sign-in", "sign-in-refused");
    assertThat(gateway.audit.before(Long.MAX_VALUE, 3))
        .noneMatch(row -> row.detail().contains(token));
  }
}
