package io.sharpeyes.gateway.api;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A desk on the JDK's own WebSocket client. */
final class DeskReader implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final List<JsonObject> messages = Collections.synchronizedList(new ArrayList<>());
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final boolean reads;
  private final WebSocket socket;

  private DeskReader(int port, String token, @Nullable String after, boolean reads)
      throws Exception {
    this.reads = reads;
    String query = after == null ? "" : "?after=" + after;
    socket =
        CLIENT
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/events" + query), this)
            .get(30, TimeUnit.SECONDS);
  }

  static DeskReader open(int port, String token, @Nullable String after) throws Exception {
    return new DeskReader(port, token, after, true);
  }

  /** A desk that takes the connection and then never reads. */
  static DeskReader thatNeverReads(int port, String token) throws Exception {
    return new DeskReader(port, token, null, false);
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(1);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(new JsonObject(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }

  void say(String message) throws Exception {
    socket.sendText(message, true).get(30, TimeUnit.SECONDS);
  }

  /** Lets a desk that never read read now. */
  void readAtLast() {
    socket.request(Long.MAX_VALUE);
  }

  /** Waits for a message. */
  JsonObject await(String what, Predicate<JsonObject> wanted) throws Exception {
    GatewayFixture.until(what, () -> all().stream().anyMatch(wanted));
    return all().stream().filter(wanted).findFirst().orElseThrow();
  }

  JsonObject awaitType(String type) throws Exception {
    return await(type, message -> type.equals(message.getString("type")));
  }

  private List<JsonObject> all() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  /** The events that are stored, in the order in which they came. */
  List<JsonObject> stored() {
    return all().stream()
        .filter(m -> m.containsKey("specversion") && m.getString("id").matches("[0-9]+"))
        .toList();
  }

  List<Long> ids() {
    return stored().stream().map(m -> Long.valueOf(m.getString("id"))).toList();
  }

  List<String> types() {
    return stored().stream().map(m -> m.getString("type")).toList();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
