package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no honest client sends: each gets a problem, and the gateway goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestTest {

  private GatewayFixture gateway;
  private GatewayClient desk;
  private String token;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    gateway = new GatewayFixture(folder);
    token = gateway.token("dispatcher");
    desk =
        new GatewayClient(
            gateway.vertx,
            gateway.port,
            new ResponseCheck(),
            Map.of("Authorization", "Bearer " + token));
  }

  @AfterAll
  void stop() throws Exception {
    gateway.close();
  }

  private HttpResponse<Buffer> alarm(String body) throws Exception {
    return desk.send(HttpMethod.POST, "/api/v1/alarms", Buffer.buffer(body), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"device\":7}",
        "{\"device\":\"a b\"}",
        "{\"device\":\"button-east-1\",\"code\":\"120\"}",
        "{\"device\":\"button-east-1\",\"code\":12.5}",
        "{\"device\":\"button-east-1\",\"latitude\":26}",
        "{\"device\":\"button-east-1\",\"latitude\":91,\"longitude\":0}",
        "{\"device\":\"button-east-1\",\"pressedAt\":\"yesterday\"}",
        "{\"device\":\"button-east-1\",\"unknown\":true}",
        "{}"
      })
  void aBodyThatIsNotAsTheContractSays(String body) throws Exception {
    HttpResponse<Buffer> answer = alarm(body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("mend")).isNotEmpty();
    assertThat(answer.bodyAsJsonObject().getJsonArray("errors")).isNotEmpty();
  }

  @Test
  void aBodyNestedVeryDeeply() throws Exception {
    String deep = "{\"a\":".repeat(20_000 / 5) + "1" + "}".repeat(4_000);
    assertThat(alarm(deep).statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsTooLarge() throws Exception {
    String large = "{\"text\":\"" + "x".repeat(70_000) + "\"}";
    HttpResponse<Buffer> answer = alarm(large);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.getHeader("Connection")).isEqualTo("close");
  }

  @Test
  void aBodyOfAnotherMediaType() throws Exception {
    HttpResponse<Buffer> answer =
        desk.send(
            HttpMethod.POST,
            "/api/v1/alarms",
            Buffer.buffer("device=button-east-1"),
            Map.of("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/incidents?limit=0",
        "/api/v1/incidents?limit=9999999999999999999999",
        "/api/v1/incidents?limit=ten",
        "/api/v1/incidents?handling=open,odd",
        "/api/v1/incidents?since=yesterday",
        "/api/v1/incidents?surprise=1",
        "/api/v1/incidents?cursor=x",
        "/api/v1/incidents?cursor=%27",
        "/api/v1/reports/drills?cursor=x",
        "/api/v1/cameras/near?latitude=26",
        "/api/v1/cameras/near?latitude=NaN&longitude=1",
        "/api/v1/cameras/near?latitude=1e999&longitude=1",
        "/api/v1/incidents/%20",
        "/api/v1/events?after=-1"
      })
  void aParameterThatIsNotAsTheContractSays(String path) throws Exception {
    HttpResponse<Buffer> answer = desk.get(path);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../logback.xml",
        "/console/../logback.xml",
        "/%2e%2e/logback.xml",
        "/..%2flogback.xml",
        "/.git/config",
        "/io/sharpeyes/gateway/api/HttpApi.class",
        "/app.js%00.html",
        "//etc/passwd",
        "/index.html/",
        "/lib/leaflet.js.map",
        "/META-INF/resources/webjars/leaflet/1.9.4/dist/leaflet.js"
      })
  void aPathThatLeadsOutOfTheConsole(String path) throws Exception {
    String status =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(status).containsAnyOf(" 404 ", " 400 ");
  }

  @Test
  void theConsoleComesWithAStrictPolicyAndATag() throws Exception {
    for (String path :
        List.of(
            "/", "/app.js", "/style/base.css", "/lib/preact.js", "/lib/leaflet.css", "/icon.svg")) {
      String page =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(page).contains(" 200 OK").containsIgnoringCase("default-src 'none'");
      assertThat(page).containsIgnoringCase("x-content-type-options: nosniff");
      String tag = page.split("(?i)etag: ", 2)[1].split("\r\n", 2)[0];
      String again =
          raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: "
                  + tag
                  + "\r\nConnection: close\r\n\r\n");
      assertThat(again).contains(" 304 ");
    }
  }

  @Test
  void aBodyThatIsFramedWronglyIsNoFaultOfTheGateway() throws Exception {
    double faults = gateway.meters.counter("sharpeyes.rejected", "reason", "http-fault").count();
    String head =
        "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    raw(head + "1;" + "a".repeat(20_000) + "\r\n");
    raw(head + "zz\r\n");
    assertThat(desk.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(gateway.meters.counter("sharpeyes.rejected", "reason", "http-fault").count())
        .isEqualTo(faults);
  }

  @Test
  void aSmallArchiveMayNotUnpackToWhatAlarmsNeed() {
    assertThat(RegistryRoutes.mostUnpacked(512L << 20)).isEqualTo(32L << 20);
    assertThat(RegistryRoutes.mostUnpacked(64L << 30)).isEqualTo(512L << 20);
  }

  @Test
  void anUnknownPathAndMethod() throws Exception {
    HttpResponse<Buffer> unknown = desk.get("/api/v1/nothing");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.getHeader("Content-Type")).isEqualTo("application/problem+json");
    HttpResponse<Buffer> method = desk.ask(HttpMethod.DELETE, "/api/v1/incidents", null, Map.of());
    assertThat(method.statusCode()).isIn(404, 405);
    assertThat(method.getHeader("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void aCommandFromAForeignPage() throws Exception {
    String id = gateway.press("button-east-9").incidentId();
    for (Map<String, String> foreign :
        List.of(
            Map.of("Origin", "http://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Origin", "https://127.0.0.1:" + gateway.port),
            Map.of("Sec-Fetch-Site", "cross-site"))) {
      HttpResponse<Buffer> answer =
          desk.ask(HttpMethod.POST, "/api/v1/incidents/" + id + "/claim", null, foreign);
      assertThat(answer.statusCode()).as(foreign.toString()).isEqualTo(403);
    }
    HttpResponse<Buffer> own =
        desk.ask(
            HttpMethod.POST,
            "/api/v1/incidents/" + id + "/claim",
            null,
            Map.of("Origin", "http://127.0.0.1:" + gateway.port));
    assertThat(own.statusCode()).isEqualTo(200);
  }

  @Test
  void aFloodOfHeaders() throws Exception {
    StringBuilder flood = new StringBuilder("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n");
    // Over its bound, but no more than it has read when it answers: else the answer may be lost.
    for (int i = 0; i < 320; i++) {
      flood.append("X-").append(i).append(": ").append("y".repeat(50)).append("\r\n");
    }
    assertThat(raw(flood + "\r\n")).containsAnyOf(" 431 ", " 400 ");
    assertThat(raw("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .containsAnyOf(" 414 ", " 400 ");
    assertThat(raw("NONSENSE\r\n\r\n")).containsAnyOf(" 400 ", " 501 ");
    assertThat(desk.get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void wrongPasswordsAreSlowedDownAndNeverTellWhoExists() throws Exception {
    GatewayClient nobody =
        new GatewayClient(gateway.vertx, gateway.port, new ResponseCheck(), Map.of());
    JsonObject known = new JsonObject().put("user", "head").put("password", "wrong");
    JsonObject unknown = new JsonObject().put("user", "nobody").put("password", "wrong");
    HttpResponse<Buffer> first = nobody.post("/api/v1/login", known);
    HttpResponse<Buffer> second = nobody.post("/api/v1/login", unknown);
    assertThat(first.statusCode()).isEqualTo(401);
    assertThat(second.bodyAsJsonObject()).isEqualTo(first.bodyAsJsonObject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"attacker.example.org", "attacker.example.org:8080", "10.0.0.1", "1"})
  void aNameThatWasMadeToPointHere(String host) throws Exception {
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:1", "127.0.0.1:8080", "[::1]:8080", "127.1.2.3"})
  void itsOwnNamesAreTaken(String host) throws Exception {
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  /** Vert.x takes a connection's close handler away when it becomes a WebSocket. */
  @Test
  void aWebSocketThatClosedTakesNoRoom(@TempDir Path folder) throws Exception {
    // Connections of other tests would come and go while these are counted.
    try (GatewayFixture alone = new GatewayFixture(folder)) {
      Gauge connections = alone.meters.get("sharpeyes.http.connections").gauge();
      String signedIn = alone.token("dispatcher");
      for (int i = 0; i < 5; i++) {
        DeskReader reader = DeskReader.open(alone.port, signedIn, null);
        GatewayFixture.until("it counts", () -> connections.value() == 1);
        reader.close();
        GatewayFixture.until("it is gone", () -> connections.value() == 0);
      }
    }
  }

  /** Each may be as large as the memory that alarms can spare, once. */
  @Test
  void importsAllAtOnce() throws Exception {
    GatewayClient admin =
        new GatewayClient(
            gateway.vertx,
            gateway.port,
            new ResponseCheck(),
            Map.of("Authorization", "Bearer " + gateway.token("admin")));
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
      String head =
          "POST /api/v1/registry/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + gateway.token("admin")
              + "\r\nContent-Type: application/zip\r\nContent-Length: 1000\r\n\r\nPK";
      slow.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      GatewayFixture.until("the second is refused", () -> importing(admin) == 503);
    }
    GatewayFixture.until("the first has gone", () -> importing(admin) == 400);
  }

  private static int importing(GatewayClient admin) {
    try {
      return admin
          .send(
              HttpMethod.POST,
              "/api/v1/registry/import",
              Buffer.buffer("no ZIP"),
              Map.of("Content-Type", "application/zip"))
          .statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRequestWithTwoNames() throws Exception {
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aBodyWithoutAnEndEndsTheConnection() throws Exception {
    String piece = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + piece.repeat(3))
                  .getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 413 ");
    }
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] bytes = new byte[16_384];
      int length = in.readNBytes(bytes, 0, 40);
      int more = in.available();
      length +=
          Math.max(0, in.read(bytes, length, Math.min(Math.max(more, 1), bytes.length - length)));
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
