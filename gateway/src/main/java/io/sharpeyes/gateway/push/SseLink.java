package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * A reader of server-sent events (HTML Living Standard §9.2). Stored events carry their id, so that
 * a browser resumes by itself; others carry none, so that it never resumes from them.
 */
final class SseLink implements DeskLink {

  private static final byte[] NEWLINES = {'\n', '\n'};

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  SseLink(HttpServerRequest request, int socketBytes) {
    this.request = request;
    this.response = request.response();
    response.setWriteQueueMaxSize(socketBytes);
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
  }

  @Override
  public void send(Frame frame, Sight sight) {
    byte[] json = frame.json(sight);
    Buffer event = Buffer.buffer(json.length + 40);
    if (frame.sequence() != Frame.NOT_STORED) {
      event.appendString("id: ").appendString(frame.id()).appendByte((byte) '\n');
    }
    write(event.appendString("data: ").appendBytes(json).appendBytes(NEWLINES));
  }

  @Override
  public void control(String json) {
    write(Buffer.buffer("data: " + json + "\n\n"));
  }

  private void write(Buffer event) {
    if (!isOver()) {
      response.write(event);
    }
  }

  private boolean isOver() {
    return response.ended() || response.closed();
  }

  @Override
  public boolean isFull() {
    return !isOver() && response.writeQueueFull();
  }

  @Override
  public void ping(Runnable alive) {
    // The protocol has no answer: that the socket still takes something must do.
    alive.run();
  }

  @Override
  public void close(int code, String reason) {
    if (!isOver()) {
      response.end(
          Buffer.buffer(
              "data: {\"type\":\"closed\",\"code\":"
                  + code
                  + ",\"reason\":\""
                  + reason
                  + "\"}\n\n"));
    }
  }

  @Override
  public boolean reset() {
    if (request.version() == HttpVersion.HTTP_2) {
      boolean over = isOver();
      response.reset();
      return !over;
    }
    return SocketReset.of(request);
  }
}
