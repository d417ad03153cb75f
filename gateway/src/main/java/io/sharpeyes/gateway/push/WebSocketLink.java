package io.sharpeyes.gateway.push;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sharpeyes.gateway.access.Sight;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.http.WebSocketInternal;

/** A reader on a WebSocket (RFC 6455). */
final class WebSocketLink implements DeskLink {

  private final ServerWebSocket socket;

  WebSocketLink(ServerWebSocket socket, int socketBytes) {
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
  public void reset() {
    Channel channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var unused = channel.close();
    }
  }
}
