package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A whole gateway in this JVM with the demo county's people and buttons, and cameras of a peer:
 * {@code camera-1} pre-records, {@code camera-2} doesn't, both see {@code button-1}; {@code
 * camera-far} sees another place.
 */
final class PictureGateway implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final String CAMERAS =
      """
      id,name,district,site,zone,latitude,longitude,azimuthDeg,fieldOfViewDeg,rangeM,url,prerecord
      camera-1,Gate,390921101201002,school-1,public,26.303746,118.004054,38,95,60,%1$s,true
      camera-2,East side,390921101201002,,public,26.303904,118.004838,280,80,90,%2$s,false
      camera-far,Far away,390921101201002,,public,26.903904,118.904838,280,80,90,%2$s,false
      """;

  final Vertx vertx = Vertx.vertx();
  final Opened opened;
  final Gateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * Starts one.
   *
   * @param more further settings
   */
  PictureGateway(Path folder, String warmUrl, String coldUrl, Map<String, String> more)
      throws Exception {
    Path registry = Files.createDirectories(folder.resolve("registry"));
    for (String file :
        List.of("districts", "sites", "contacts", "checkpoints", "devices", "units", "people")) {
      try (InputStream in = PictureGateway.class.getResourceAsStream("/demo/" + file + ".csv")) {
        Files.copy(
            Objects.requireNonNull(in),
            registry.resolve(file + ".csv"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(registry.resolve("cameras.csv"), CAMERAS.formatted(warmUrl, coldUrl));
    Map<String, String> keys = new HashMap<>(more);
    keys.put("data", folder.resolve("data").toString());
    keys.put("registry", registry.toString());
    keys.put("access.keyFile", folder.resolve("keys/gateway.key").toString());
    keys.put("http.port", "0");
    keys.put("mqtt.host", "127.0.0.1");
    keys.put("mqtt.port", "0");
    keys.put("video.networks", "[127.0.0.0/8]");
    GatewaySettings settings = GatewaySettings.defaults(Map.of(), keys).settings().orElseThrow();
    InstantSource clock = new GatewayClock(InstantSource.system(), System::nanoTime, Instant.EPOCH);
    opened = Opened.open(vertx, settings, clock);
    gateway = await(Gateway.start(vertx, settings, opened, clock, fatal -> {}));
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Waits until something holds. */
  static void until(String what, Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within 60 s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  String address() {
    return gateway.httpAddress();
  }

  /** The token of somebody's one sign-in. */
  String token(String user) throws Exception {
    String known = tokens.get(user);
    if (known == null) {
      known = signIn(user);
      tokens.put(user, known);
    }
    return known;
  }

  /** Signs somebody in anew. */
  String signIn(String user) throws Exception {
    Answer answer =
        ask("", "POST", "/login", "{\"user\":\"" + user + "\",\"password\":\"demo\"}", Map.of());
    return answer.json().path("token").asText();
  }

  /** An answer. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() throws IOException {
      return JSON.readTree(response.body());
    }

    byte[] bytes() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status() + " " + new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  Answer get(String token, String path) throws Exception {
    return ask(token, "GET", path, "", Map.of());
  }

  Answer post(String token, String path, String body) throws Exception {
    return ask(token, "POST", path, body, Map.of());
  }

  Answer ask(String token, String method, String path, String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  /** Raises an alarm; the incident's id. */
  String press(String button) throws Exception {
    Answer raised = post(token("dispatcher"), "/alarms", "{\"device\":\"" + button + "\"}");
    if (raised.status() != 201) {
      throw new AssertionError(raised.toString());
    }
    return raised.json().path("incident").asText();
  }

  /** Asks for a grant that must be given. */
  String grant(String token, String incident, String camera) throws Exception {
    Answer granted = post(token, camera(incident, camera) + "/grant", "");
    if (granted.status() != 200) {
      throw new AssertionError(granted.toString());
    }
    return granted.json().path("grant").asText();
  }

  static String camera(String incident, String camera) {
    return "/incidents/" + incident + "/cameras/" + camera;
  }

  /** All rows of the audit, the newest first. */
  List<AuditRow> audit() throws SQLException {
    return opened.audit().before(Long.MAX_VALUE, 1_000);
  }

  /** Imports one registry file; rows that it doesn't have stay. */
  void importFile(String name, String csv) throws Exception {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(csv.getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/api/v1/registry/import"))
            .header("Authorization", "Bearer " + token("admin"))
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(zip.toByteArray()))
            .build();
    Answer answer = new Answer(client.send(request, BodyHandlers.ofByteArray()));
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
  }

  /** Opens a desk's event stream; what comes is read and dropped. */
  WebSocket desk(String token) throws Exception {
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(
            URI.create(address().replace("http", "ws") + "/api/v1/events"),
            new WebSocket.Listener() {})
        .get(60, TimeUnit.SECONDS);
  }

  /** Opens a live view. */
  LiveReader live(String token, String path, String grant) throws Exception {
    return LiveReader.open(client, address(), token, path + "/live?grant=" + grant);
  }

  @Override
  public void close() {
    gateway.stop().toCompletionStage().toCompletableFuture().join();
    opened.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
