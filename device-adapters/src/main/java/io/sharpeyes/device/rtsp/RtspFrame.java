package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/** A packet that came between messages on the same connection (RFC 2326 §10.12). */
final class RtspFrame extends DefaultByteBufHolder {

  private final int channel;

  RtspFrame(int channel, ByteBuf packet) {
    super(packet);
    this.channel = channel;
  }

  /** The number agreed on in SETUP, 0 to 255. */
  int channel() {
    return channel;
  }
}
