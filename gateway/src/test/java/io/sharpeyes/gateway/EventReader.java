package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the event stream with the JDK's own clients. */
final class EventReader {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  /** Reads by WebSocket from now on. */
  static EventReader webSocket(DemoProcess demo, String token, String query) {
    EventReader reader = new EventReader();
    String address = demo.address().replaceFirst("^http", "ws");
    demo.client()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(
            URI.create(address + "/api/v1/events" + query),
            new WebSocket.Listener() {
              private final StringBuilder frame = new StringBuilder();

              @Override
              public @Nullable CompletionStage<?> onText(
                  WebSocket socket, CharSequence part, boolean last) {
                frame.append(part);
                if (last) {
                  reader.take(frame.toString());
                  frame.setLength(0);
                }
                socket.request(1);
                return null;
              }
            })
        .join();
    return reader;
  }

  /** Reads by server-sent events from now on. */
  static EventReader serverSent(DemoProcess demo, String token, String query)
      throws IOException, InterruptedException {
    return serverSent(demo.client(), demo.address(), token, query);
  }

  /** Likewise, from any gateway. */
  static EventReader serverSent(HttpClient client, String address, String token, String query)
      throws IOException, InterruptedException {
    EventReader reader = new EventReader();
    InputStream stream =
        client
            .send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/events" + query))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.ofInputStream())
            .body();
    Thread thread = new Thread(() -> reader.readLines(stream), "sse-reader");
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  private void readLines(InputStream stream) {
    try (Scanner lines = new Scanner(stream, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        String line = lines.nextLine();
        if (line.startsWith("data:")) {
          take(line.substring(5).strip());
        }
      }
    }
  }

  private void take(String json) {
    try {
      events.add(DemoProcess.JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event that fits; what doesn't is passed over. */
  JsonNode await(Predicate<JsonNode> fits) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode event = events.poll(100, TimeUnit.MILLISECONDS);
      if (event != null && fits.test(event)) {
        return event;
      }
    }
    throw new AssertionError("no such event within " + PATIENCE);
  }

  JsonNode await(String type) throws InterruptedException {
    return await(event -> event.path("type").asText().equals(type));
  }
}
