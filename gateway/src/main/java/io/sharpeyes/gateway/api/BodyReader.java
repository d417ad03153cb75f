package io.sharpeyes.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body, bounded in size and time. On the event loop of its connection. */
final class BodyReader {

  private static final long PATIENCE_MS = 20_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final int maxBytes;
  private final Promise<Buffer> whole = Promise.promise();
  private final Buffer bytes = Buffer.buffer();

  private BodyReader(Vertx vertx, HttpServerRequest request, int maxBytes) {
    this.vertx = vertx;
    this.request = request;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads it. To be called in the turn in which the request came.
   *
   * @return fails with {@link Problem} if it is too large or comes too slowly
   */
  static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int maxBytes) {
    return new BodyReader(vertx, request, maxBytes).read();
  }

  private Future<Buffer> read() {
    if (declaresTooMuch()) {
      return Future.failedFuture(tooLarge());
    }
    long timer = vertx.setTimer(PATIENCE_MS, id -> whole.tryFail(tooSlow()));
    request
        .handler(this::take)
        .exceptionHandler(broken -> whole.tryFail(broken()))
        .endHandler(v -> whole.tryComplete(bytes));
    return whole.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private boolean declaresTooMuch() {
    String length = request.getHeader("Content-Length");
    return length != null && (length.length() > 10 || Long.parseLong(length) > maxBytes);
  }

  private void take(Buffer part) {
    if (bytes.length() + part.length() > maxBytes) {
      whole.tryFail(tooLarge());
    } else if (!whole.future().isComplete()) {
      bytes.appendBuffer(part);
    }
  }

  private Problem tooLarge() {
    return new Problem(
            413,
            "too-large",
            "The body is too large",
            "At most " + maxBytes + " bytes are taken here.",
            "Send less, or in parts.")
        .header("Connection", "close");
  }

  /** The connection ended, or what came is no HTTP: nothing to tell of in the log. */
  private static Problem broken() {
    return new Problem(
            400,
            "broken-off",
            "The body broke off",
            "It ended early, or is not framed as HTTP says.",
            "Send the request again.")
        .header("Connection", "close");
  }

  private static Problem tooSlow() {
    return new Problem(
            408,
            "too-slow",
            "The body came too slowly",
            "It was not whole after " + PATIENCE_MS / 1_000 + " s.",
            "Send the request again.")
        .header("Connection", "close");
  }
}
