package io.sharpeyes.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * MQTT over WebSocket (MQTT 5.0 §6): the byte stream is what the binary frames carry, wherever they
 * are cut. Anything else than binary frames, or another subprotocol than {@code mqtt}, closes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty tells failures by channelInactive
final class WebSocketTransport extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {

  private static final int MAX_UPGRADE_REQUEST = 8_192;

  WebSocketTransport() {
    super(WebSocketFrame.class, ByteBuf.class);
  }

  /** Puts the handlers of HTTP upgrade and WebSocket at the end of a pipeline. */
  static void addTo(ChannelPipeline pipeline, String path, int packetBytes) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(path)
            .subprotocols("mqtt")
            .checkStartsWith(false)
            .allowExtensions(false)
            // Its close frame would make every close wait for a peer that may not read.
            .sendCloseFrame(null)
            .maxFramePayloadLength(packetBytes)
            .build();
    pipeline.addLast("http", new HttpServerCodec());
    pipeline.addLast("aggregator", new HttpObjectAggregator(MAX_UPGRADE_REQUEST));
    pipeline.addLast("upgrade", new WebSocketServerProtocolHandler(config));
    pipeline.addLast("websocket", new WebSocketTransport());
  }

  /** A request that is no upgrade, or to another path, comes through as it is. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof HttpObject) {
      ReferenceCountUtil.release(message);
      FullHttpResponse answer =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    } else {
      super.channelRead(ctx, message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete upgrade
        && upgrade.selectedSubprotocol() == null) {
      ctx.close();
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
    out.add(new BinaryWebSocketFrame(bytes.retain()));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, WebSocketFrame frame, List<Object> out) {
    if (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      out.add(frame.content().retain());
    } else {
      throw MqttViolation.protocolError("a WebSocket frame that is not binary");
    }
  }
}
