package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * A desk in a real browser: Chromium without a screen, on the gateway's own page, told what to do
 * by the DevTools protocol, so that cookies, Origin and content policy are those of a console.
 */
final class ChromiumDesk implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init") // Connected before anybody has the desk.
  private WebSocket socket;

  private ChromiumDesk(Process process) {
    this.process = process;
  }

  /** Opens a page of the gateway. */
  static ChromiumDesk open(Path folder, String address) throws Exception {
    Programs.need("chromium");
    Path profile = folder.resolve("profile");
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ChromiumDesk desk = new ChromiumDesk(process);
    try {
      desk.connect(profile.resolve("DevToolsActivePort"));
      desk.load(address + "/health/live");
      return desk;
    } catch (Exception | AssertionError e) {
      desk.close();
      throw e;
    }
  }

  private void connect(Path portFile) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(portFile) || Files.readAllLines(portFile).size() < 2) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        throw new IOException("Chromium doesn't say where it can be talked to");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    HttpClient client = HttpClient.newHttpClient();
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/list");
    String page = "";
    while (page.isEmpty()) {
      String body =
          client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
      for (JsonNode target : JSON.readTree(body)) {
        if (target.path("type").asText().equals("page")) {
          page = target.path("webSocketDebuggerUrl").asText();
        }
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("Chromium has no page");
      }
    }
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void load(String address) throws Exception {
    call("Page.navigate", JSON.createObjectNode().put("url", address));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate("location.href + ' ' + document.readyState")
        .asText()
        .equals(address + " complete")) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("Chromium doesn't load " + address);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Loads a script from the tests' resources into the page. */
  void script(String resource) throws Exception {
    try (InputStream in = ChromiumDesk.class.getResourceAsStream(resource)) {
      Assertions.assertNotNull(in, resource);
      evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n;0");
    }
  }

  /** Evaluates an expression; a promise is waited for. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError("in the page: " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    JsonNode said = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (said.has("error")) {
      throw new IOException(method + ": " + said.path("error"));
    }
    return said.path("result");
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String message) {
      try {
        JsonNode json = JSON.readTree(message);
        CompletableFuture<JsonNode> answer = answers.remove(json.path("id").asInt());
        if (answer != null) {
          answer.complete(json);
        }
      } catch (IOException e) {
        answers.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
