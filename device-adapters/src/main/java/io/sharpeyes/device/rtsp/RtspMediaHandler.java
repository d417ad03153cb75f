package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;

/**
 * Takes what a camera sends. All calls come on the session's event loop, in the order of arrival,
 * and must not block.
 */
public interface RtspMediaHandler {

  /**
   * One RTP packet (RFC 3550 §5.1) as it came, unchecked.
   *
   * @param packet released when the call returns; copy what is kept, because it is a slice of a
   *     larger buffer
   */
  void onRtp(SdpTrack track, ByteBuf packet);

  /**
   * One RTCP packet (RFC 3550 §6) as it came, unchecked.
   *
   * @param packet released when the call returns
   */
  default void onRtcp(SdpTrack track, ByteBuf packet) {}

  /**
   * The stream ended by itself. Told once, never after {@link RtspSession#close()} was called;
   * nothing else is told after it.
   *
   * @param cause what ended it, with {@code STALLED} if packets stopped coming
   */
  void onEnd(RtspException cause);
}
