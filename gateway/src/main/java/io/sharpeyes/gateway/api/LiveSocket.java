package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.evidence.LiveScreen;
import io.sharpeyes.gateway.push.SocketReset;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A console that looks live, on a WebSocket; what is sent stands in {@code asyncapi.yaml}. Pictures
 * come on the camera's event loop and go out on the connection's own; what waits in between and in
 * the socket is counted, and beyond a bound the viewer drops to the next key frame.
 */
final class LiveSocket implements LiveScreen {

  static final long MOST_WAITING_BYTES = 1 << 20;

  private static final long RESET_AFTER_MS = 500;
  private static final long PING_MS = 15_000;
  private static final int MOST_REASON_CHARS = 120;

  // Any thread.
  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest request;
  private final ServerWebSocket socket;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();

  // Only on the context.
  private final long ping;

  /** On the event loop of the connection. */
  LiveSocket(Vertx vertx, HttpServerRequest request, ServerWebSocket socket) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.socket = socket;
    // A camera that is slow to open must not look like a dead connection.
    this.ping = vertx.setPeriodic(PING_MS, tick -> ping());
  }

  private void ping() {
    if (!socket.isClosed()) {
      socket.writePing(Buffer.buffer());
    }
  }

  /** Calls when the peer has gone. */
  void onGone(Runnable gone) {
    socket
        .exceptionHandler(failure -> gone.run())
        .closeHandler(
            closed -> {
              vertx.cancelTimer(ping);
              gone.run();
            });
  }

  @Override
  public boolean isFull() {
    return waiting.get() > MOST_WAITING_BYTES;
  }

  @Override
  public void onInit(String mimeType, byte[] segment) {
    String init = new JsonObject().put("type", "init").put("mimeType", mimeType).encode();
    send(init.length(), () -> socket.writeFinalTextFrame(init));
    if (segment.length > 0) {
      send(segment);
    }
  }

  @Override
  public void onPicture(boolean key, byte[] bytes) {
    send(bytes);
  }

  private void send(byte[] bytes) {
    send(bytes.length, () -> socket.writeFinalBinaryFrame(Buffer.buffer(bytes)));
  }

  private void send(int length, Supplier<Future<Void>> write) {
    waiting.addAndGet(length);
    context.runOnContext(
        now -> {
          Future<Void> written =
              ended.get() || socket.isClosed() ? Future.succeededFuture() : write.get();
          written.onComplete(done -> waiting.addAndGet(-length));
        });
  }

  @Override
  public void onEnd(String reason) {
    end(CAMERA_GONE, reason);
  }

  @Override
  public void end(int code, String reason) {
    if (ended.compareAndSet(false, true)) {
      context.runOnContext(now -> close(code, reason));
    }
  }

  /** In order if the peer reads; what a slow one has not yet read is not for it any more. */
  private void close(int code, String reason) {
    if (socket.isClosed()) {
      return;
    }
    String told = new JsonObject().put("type", "end").put("reason", reason).encode();
    socket.writeFinalTextFrame(told);
    socket.close((short) code, shortened(reason));
    vertx.setTimer(
        RESET_AFTER_MS,
        late -> {
          if (waiting.get() > 0) {
            SocketReset.of(request);
          }
        });
  }

  private static String shortened(String reason) {
    return reason.length() <= MOST_REASON_CHARS ? reason : reason.substring(0, MOST_REASON_CHARS);
  }
}
