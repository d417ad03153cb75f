package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The whole gateway, as {@code serve} starts it, over {@link TwoTowns}, on free ports. */
final class TownsGateway implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  final Vertx vertx = Vertx.vertx();
  final HttpClient http = HttpClient.newHttpClient();
  final Gateway gateway;
  private final Opened opened;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  TownsGateway(Path folder) throws Exception {
    this(folder, "192.0.2.1:554", Map.of());
  }

  /**
   * Starts one.
   *
   * @param cameras the host and port of all cameras
   * @param more settings over those that every test has
   */
  TownsGateway(Path folder, String cameras, Map<String, String> more) throws Exception {
    TwoTowns.write(folder.resolve("registry"), cameras);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("data", folder.resolve("data").toString());
    options.put("registry", folder.resolve("registry").toString());
    options.put("access.keyFile", folder.resolve("keys/gateway.key").toString());
    options.put("http.port", "0");
    options.put("mqtt.host", "127.0.0.1");
    options.put("mqtt.port", "0");
    options.put("journal.reserveBytes", "0");
    options.put("video.connectTimeout", "200ms");
    options.putAll(more);
    GatewaySettings.Reading reading = GatewaySettings.defaults(Map.of(), options);
    GatewaySettings settings =
        reading
            .settings()
            .orElseThrow(() -> new IllegalArgumentException(reading.problems().toString()));
    GatewayClock clock =
        new GatewayClock(() -> Instant.now().plus(ahead.get()), System::nanoTime, Instant.EPOCH);
    opened = Opened.open(vertx, settings, clock);
    gateway = await(Gateway.start(vertx, settings, opened, clock, fatal -> {}));
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Waits until something holds, for 60 s at most. */
  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    until(what, Duration.ofSeconds(60), holds);
  }

  /** Waits until something holds, for as long as somebody is patient. */
  static void until(String what, Duration patience, BooleanSupplier holds)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Puts the gateway's clock forward. */
  void later(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  Journal journal() {
    return gateway.journal();
  }

  URI uri(String path) {
    return URI.create(gateway.httpAddress() + path);
  }

  /**
   * Asks.
   *
   * @param body JSON, or null for none
   * @param headers names and values, in turns
   */
  HttpResponse<String> ask(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.setHeader("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> login(String user, String password, @Nullable String code)
      throws IOException, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("user", user);
    body.put("password", password);
    if (code != null) {
      body.put("code", code);
    }
    return ask("POST", "/api/v1/login", JSON.writeValueAsString(body), Map.of());
  }

  /** The header of somebody who signs in with the password. */
  Map<String, String> as(String user) throws IOException, InterruptedException {
    HttpResponse<String> answer = login(user, TwoTowns.password(user), null);
    if (answer.statusCode() != 200) {
      throw new AssertionError(user + " can't sign in: " + answer.body());
    }
    return bearer(json(answer).path("token").asText());
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  static Map<String, String> device(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    try {
      await(gateway.stop());
      opened.close();
      await(vertx.close());
    } catch (Exception e) {
      throw new AssertionError("the gateway doesn't stop", e);
    }
  }
}
