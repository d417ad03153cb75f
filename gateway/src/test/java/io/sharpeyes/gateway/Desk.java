package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A desk on the event stream, by WebSocket. */
final class Desk implements WebSocket.Listener, AutoCloseable {

  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  private Desk() {}

  static Desk open(TownsGateway gateway, Map<String, String> headers) throws Exception {
    Desk desk = new Desk();
    WebSocket.Builder builder = gateway.http.newWebSocketBuilder();
    headers.forEach(builder::header);
    URI address = gateway.uri("/api/v1/events");
    desk.socket =
        builder
            .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), desk)
            .get(60, TimeUnit.SECONDS);
    return desk;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      try {
        messages.add(TownsGateway.JSON.readTree(part.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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

  List<JsonNode> messages() {
    return messages;
  }

  /** The subjects of the table's events that came. */
  Set<String> subjects() {
    Set<String> subjects = new TreeSet<>();
    for (JsonNode message : messages) {
      String subject = message.path("subject").asText();
      if (subject.startsWith(message.path("type").asText() + "-")) {
        subjects.add(subject);
      }
    }
    return subjects;
  }

  void await(String what, Predicate<JsonNode> wanted) throws InterruptedException {
    TownsGateway.until(what, () -> messages.stream().anyMatch(wanted));
  }

  /** The code with which the gateway closes it. */
  int closed() throws Exception {
    return closed.get(60, TimeUnit.SECONDS);
  }

  void say(String message) throws Exception {
    WebSocket open = socket;
    if (open != null) {
      open.sendText(message, true).get(60, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
