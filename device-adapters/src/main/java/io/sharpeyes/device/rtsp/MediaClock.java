package io.sharpeyes.device.rtsp;

/**
 * Turns the RTP timestamps of a camera into one line of time that never jumps: 90 kHz ticks, over
 * wraps, jumps and reconnects (RFC 3550 §5.1: the timestamp's start is random, and it wraps).
 *
 * <p>The camera's steps are believed as long as they agree with the time of arrival: pictures can't
 * come before they were taken, so a step that runs ahead of their arrival is a jump; pictures may
 * come late, because a network stalls, but not by more than {@value #MAX_BEHIND_SECONDS} s. A jump
 * is replaced by the time that passed between the arrivals. Not thread-safe.
 */
public final class MediaClock {

  /** Ticks per second of the line of time. */
  public static final int TICKS_PER_SECOND = 90_000;

  private static final long MAX_AHEAD = 5L * TICKS_PER_SECOND;
  private static final int MAX_BEHIND_SECONDS = 10;
  private static final long MAX_BEHIND = (long) MAX_BEHIND_SECONDS * TICKS_PER_SECOND;

  /** Pictures that are shown later than they are decoded step back by less than this. */
  private static final long MAX_REORDER = TICKS_PER_SECOND;

  /** Allows the camera's clock to run slow by 0.1 %. */
  private static final long DRIFT_DIVISOR = 1000;

  private static final double DEFAULT_RATE = 25;

  private final DecodeOrder decodeOrder = new DecodeOrder();
  private boolean started;
  private long originNanos;
  private long lastTimestamp;
  private long lastTime;
  private long lastArrival;
  private long leastLatency;
  private long jumps;

  /** Takes over what the stream says of its order of decoding; before the pictures it is about. */
  void describe(VideoFormat format) {
    double rate = format.framesPerSecond();
    boolean credible = rate >= 1 && rate <= 120;
    long step = (long) (TICKS_PER_SECOND / (credible ? rate : DEFAULT_RATE));
    decodeOrder.expect(format.reorderedPictures(), step);
  }

  /**
   * Places the next picture, in decoding order.
   *
   * @param timestamp its RTP timestamp, 0 to 2^32 - 1
   * @param clockRate units of the timestamp per second
   * @param receivedNanos when it arrived, of {@link System#nanoTime()}
   * @return when it is shown, in ticks
   */
  long place(long timestamp, int clockRate, long receivedNanos) {
    if (!started) {
      started = true;
      originNanos = receivedNanos;
      lastTimestamp = timestamp;
      decodeOrder.place(0);
      return 0;
    }
    long arrival = (receivedNanos - originNanos) / 1000 * TICKS_PER_SECOND / 1_000_000;
    long step = (long) (int) (timestamp - lastTimestamp) * TICKS_PER_SECOND / clockRate;
    long time = lastTime + step;
    long latency = arrival - time;
    leastLatency += (arrival - lastArrival) / DRIFT_DIVISOR;
    boolean ahead = leastLatency - latency > MAX_AHEAD;
    boolean behind = latency - leastLatency > MAX_BEHIND;
    if (step == 0 || step < -MAX_REORDER || ahead) {
      jumps++;
      time = lastTime + Math.max(1, arrival - lastArrival);
      leastLatency = arrival - time;
    } else if (behind) {
      jumps++;
      time = arrival - leastLatency;
    }
    leastLatency = Math.min(leastLatency, arrival - time);
    lastTimestamp = timestamp;
    lastTime = time;
    lastArrival = arrival;
    decodeOrder.place(time);
    return time;
  }

  /** When the picture placed last is to be decoded, in ticks; strictly rising. */
  long decodeTime() {
    return decodeOrder.decodeTime();
  }

  /** How many timestamps were no step forward that could be believed. */
  public long jumps() {
    return jumps;
  }
}
