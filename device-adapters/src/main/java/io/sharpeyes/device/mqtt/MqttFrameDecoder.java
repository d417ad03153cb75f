package io.sharpeyes.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the byte stream of one connection into whole packets, each checked by {@link PacketRules},
 * and can be held: while it is held, nothing more is decoded or read from the socket, so what a
 * peer sends in the meantime stays in the kernel and, at most one read of it, here. That is how
 * packets pipelined behind a CONNECT wait for its answer, and how a fast sender waits for a slow
 * disk.
 *
 * <p>Everything runs on the channel's event loop.
 */
final class MqttFrameDecoder extends ByteToMessageDecoder {

  private static final int MAX_LENGTH_BYTES = 4;
  private static final int V5 = 5;

  private final int maxPacketBytes;
  private int protocolLevel;
  private boolean held;
  private boolean broken;
  private boolean reading;

  /**
   * Makes a decoder that waits for a CONNECT.
   *
   * @param maxPacketBytes the largest packet taken, fixed header included
   */
  MqttFrameDecoder(int maxPacketBytes) {
    this.maxPacketBytes = maxPacketBytes;
  }

  /** The protocol level that the CONNECT named; 0 before. */
  int protocolLevel() {
    return protocolLevel;
  }

  /** Stops decoding and reading until {@link #release}. */
  void hold(ChannelHandlerContext ctx) {
    held = true;
    ctx.channel().config().setAutoRead(false);
  }

  /** Goes on, first with what is already here. */
  void release(ChannelHandlerContext ctx) {
    if (!held) {
      return;
    }
    held = false;
    if (!reading) {
      // An empty read makes the superclass look at what it has kept.
      ctx.pipeline().context(this).executor().execute(() -> decodeKept(ctx));
    }
    ctx.channel().config().setAutoRead(true);
  }

  /** Takes nothing any more: the connection is about to close. */
  void discard() {
    broken = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    reading = true;
    try {
      super.channelRead(ctx, message);
    } finally {
      reading = false;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (held) {
      // The superclass would ask the socket for more, because nothing was decoded.
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
    } else if (!held) {
      try {
        decodePacket(in, out);
      } catch (MqttViolation violation) {
        broken = true;
        in.skipBytes(in.readableBytes());
        throw violation;
      }
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    // Nothing can be answered any more, but a press that arrived whole before the end counts.
    held = false;
    if (in.isReadable()) {
      decode(ctx, in, out);
    }
  }

  private void decodeKept(ChannelHandlerContext ctx) {
    ChannelHandlerContext own = ctx.pipeline().context(this);
    if (own == null || held) {
      return;
    }
    try {
      channelRead(own, Unpooled.EMPTY_BUFFER);
      channelReadComplete(own);
    } catch (Exception failure) {
      ctx.pipeline().fireExceptionCaught(failure);
    }
  }

  private void decodePacket(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    int firstByte = in.getUnsignedByte(start);
    checkFirstByte(firstByte);
    int bodyLength = 0;
    for (int i = 1; i <= MAX_LENGTH_BYTES; i++) {
      if (i >= available) {
        return;
      }
      int digit = in.getUnsignedByte(start + i);
      bodyLength |= (digit & 0x7F) << (7 * (i - 1));
      if (digit < 0x80) {
        checkLength(digit, i, bodyLength);
        decodeBody(in, out, firstByte, i + 1, bodyLength);
        return;
      }
    }
    throw MqttViolation.malformed("a remaining length has more than 4 bytes");
  }

  private void checkFirstByte(int firstByte) {
    PacketRules.checkFirstByte(firstByte);
    if (protocolLevel == 0 && firstByte >> 4 != PacketRules.CONNECT) {
      throw MqttViolation.protocolError("the first packet is not a CONNECT");
    }
    if (protocolLevel != 0 && protocolLevel != V5 && firstByte >> 4 == PacketRules.AUTH) {
      throw MqttViolation.malformed("packet type 15 in MQTT 3.1.1");
    }
  }

  private void checkLength(int lastDigit, int digits, int bodyLength) {
    // MQTT-1.5.5-1; version 3.1.1 has no such rule.
    if (lastDigit == 0 && digits > 1 && protocolLevel == V5) {
      throw MqttViolation.malformed("a remaining length is longer than it needs to be");
    }
    if (bodyLength > maxPacketBytes) {
      throw MqttViolation.of(
          MqttViolation.PACKET_TOO_LARGE,
          MqttCounters.Reject.TOO_LARGE,
          "a packet of " + bodyLength + " bytes, at most " + maxPacketBytes);
    }
  }

  private void decodeBody(
      ByteBuf in, List<Object> out, int firstByte, int headerLength, int bodyLength) {
    int body = in.readerIndex() + headerLength;
    int available = in.readableBytes() - headerLength;
    if (protocolLevel == 0) {
      PacketRules.checkProtocolName(in, body, Math.min(available, bodyLength));
    }
    if (available < bodyLength) {
      return;
    }
    PacketCursor packet = new PacketCursor(in, body, bodyLength);
    if (protocolLevel == 0) {
      protocolLevel = PacketRules.protocolLevel(in, packet);
      checkVersion();
      PacketRules.checkConnect(protocolLevel == V5, packet);
    } else {
      PacketRules.check(firstByte, protocolLevel == V5, packet);
    }
    out.add(in.readRetainedSlice(headerLength + bodyLength));
  }

  private void checkVersion() {
    if (protocolLevel != 4 && protocolLevel != V5) {
      throw MqttViolation.of(
          MqttViolation.UNSUPPORTED_VERSION,
          MqttCounters.Reject.UNSUPPORTED_VERSION,
          "protocol level " + protocolLevel + ", spoken are 4 (MQTT 3.1.1) and 5");
    }
  }
}
