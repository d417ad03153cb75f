package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;

/** A reader on a WebSocket (RFC 6455). */
final class WebSocketLink implements DeskLink {

  private final HttpServerRequest request;
  private final ServerWebSocket socket;

  WebSocketLink(HttpServerRequest request, ServerWebSocket socket, int socketBytes) {
    this.request = request;
    this.socket = socket;
    socket.setWriteQueueMaxSize(socketBytes);
  }

  @Override
  public void send(Frame frame, Sight sight) {
    if (!socket.isClosed()) {
      // The public factory takes a String and would encode it anew for every reader.
      socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, frame.json(sight), true));
    }
  }

  @Override
  public void control(String json) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(json);
    }
  }

  @Override
  public boolean isFull() {
    return !socket.isClosed() && socket.writeQueueFull();
  }

  @Override
  public void ping(Runnable alive) {
    if (!socket.isClosed()) {
      socket.pongHandler(pong -> alive.run());
      socket.writePing(Buffer.buffer());
    }
  }

  @Override
  public void close(int code, String reason) {
    if (!socket.isClosed()) {
      socket.close((short) code, reason);
    }
  }

  @Override
  public boolean reset() {
    return SocketReset.of(request);
  }
}
