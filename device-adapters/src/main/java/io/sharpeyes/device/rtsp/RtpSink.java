package io.sharpeyes.device.rtsp;

/** Takes the packets of one track in the order of their sequence numbers. */
interface RtpSink {

  /**
   * Takes the next packet; it is valid only during the call.
   *
   * @param receivedNanos when it arrived, of {@link System#nanoTime()}
   */
  void onPacket(RtpPacket packet, long receivedNanos);

  /** Is told that before the next packet at least one is missing, or that the source began anew. */
  void onGap();
}
