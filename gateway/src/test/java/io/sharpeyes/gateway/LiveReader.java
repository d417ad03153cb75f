package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who looks live, on a WebSocket; reads as quickly as it can, or not at all. */
final class LiveReader {

  private final CompletableFuture<String> firstInit = new CompletableFuture<>();
  private final CompletableFuture<byte[]> firstPicture = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();
  private final List<String> texts = new ArrayList<>();
  private volatile String end = "";

  @SuppressWarnings("NullAway.Init") // Connected before anybody has the reader.
  private WebSocket socket;

  private LiveReader() {}

  static LiveReader open(HttpClient client, String address, String token, String path)
      throws Exception {
    LiveReader reader = new LiveReader();
    reader.socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create(address.replace("http", "ws") + "/api/v1" + path), reader.new Listener())
            .get(60, TimeUnit.SECONDS);
    return reader;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private int binaryLength;

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
        texts.add(message);
        JsonNode json = PictureGateway.JSON.readTree(message);
        if (json.path("type").asText().equals("end")) {
          end = json.path("reason").asText();
        } else {
          firstInit.complete(json.path("mimeType").asText());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      binaryLength += data.remaining();
      lastNanos.set(System.nanoTime());
      bytes.addAndGet(data.remaining());
      if (last) {
        if (messages.incrementAndGet() == 2) {
          firstPicture.complete(new byte[binaryLength]);
        }
        binaryLength = 0;
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }

  /** Waits for the first picture. */
  LiveReader awaitPicture() throws Exception {
    firstPicture.get(60, TimeUnit.SECONDS);
    return this;
  }

  String mimeType() throws Exception {
    return firstInit.get(60, TimeUnit.SECONDS);
  }

  /** Waits for the end; the close code. */
  int awaitClose() throws Exception {
    return closed.get(60, TimeUnit.SECONDS);
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /** What was said at the end. */
  String end() {
    return end;
  }

  /** Binary messages so far: the segment, and pictures. */
  int messages() {
    return messages.get();
  }

  /** When the last bytes came, of {@link System#nanoTime()}. */
  long lastNanos() {
    return lastNanos.get();
  }

  void leave() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }
}
