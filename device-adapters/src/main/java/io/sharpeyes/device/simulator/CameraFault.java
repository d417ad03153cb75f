package io.sharpeyes.device.simulator;

/** What may be wrong with a simulated camera. */
public enum CameraFault {
  /** Nothing. */
  NONE,
  /** It answers, but sends no more pictures on running streams. */
  STALLED,
  /** Each answer comes late, by {@link SimulatedCamera#answerDelay}. */
  SLOW,
  /** It takes the connection and never answers. */
  SILENT,
  /** Its description has a metadata track, but no video. */
  NO_VIDEO,
  /** It has no session free: 453 to DESCRIBE and SETUP. */
  BUSY,
  /** It answers with bytes that are no RTSP. */
  GARBAGE,
  /** It closes the connection instead of answering. */
  DISCONNECTING
}
