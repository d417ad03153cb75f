package io.sharpeyes.device.rtsp;

/**
 * One encoded picture as a camera sent it. Its slices stand in {@link #data()} each behind its
 * length in four bytes (ISO/IEC 14496-15 §5.3.3); parameter sets, access unit delimiters and
 * messages (SEI) are left out. Immutable, as long as nobody writes into the array.
 */
public final class AccessUnit {

  private final ParameterSets parameterSets;
  private final boolean key;
  private final long rtpTimestamp;
  private final long time;
  private final long decodeTime;
  private final long receivedNanos;
  private final byte[] data;

  AccessUnit(
      ParameterSets parameterSets,
      boolean key,
      long rtpTimestamp,
      long time,
      long decodeTime,
      long receivedNanos,
      byte[] data) {
    this.parameterSets = parameterSets;
    this.key = key;
    this.rtpTimestamp = rtpTimestamp;
    this.time = time;
    this.decodeTime = decodeTime;
    this.receivedNanos = receivedNanos;
    this.data = data;
  }

  /** The same picture with its slices elsewhere: for a store that keeps them in its own way. */
  public AccessUnit withData(byte[] slices) {
    return new AccessUnit(
        parameterSets, key, rtpTimestamp, time, decodeTime, receivedNanos, slices);
  }

  /** The codec. */
  public VideoCodec codec() {
    return parameterSets.codec();
  }

  /** The parameter sets it is decoded with; the same object as long as they don't change. */
  public ParameterSets parameterSets() {
    return parameterSets;
  }

  /** Says whether decoding can start here. */
  public boolean isKey() {
    return key;
  }

  /** The RTP timestamp as it came, 0 to 2^32 - 1. */
  public long rtpTimestamp() {
    return rtpTimestamp;
  }

  /** When it is shown, in ticks of {@link MediaClock#TICKS_PER_SECOND} on the stream's own line. */
  public long time() {
    return time;
  }

  /** When it is decoded, in the same ticks; strictly rising over the stream. */
  public long decodeTime() {
    return decodeTime;
  }

  /** When its last packet arrived, of {@link System#nanoTime()}. */
  public long receivedNanos() {
    return receivedNanos;
  }

  /** The slices, each behind its length in four bytes; must not be changed. */
  public byte[] data() {
    return data;
  }
}
