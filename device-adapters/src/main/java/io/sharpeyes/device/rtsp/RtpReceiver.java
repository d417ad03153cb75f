package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Brings the RTP packets of one track into order and counts what is wrong with them (RFC 3550
 * §6.4.1, appendix A.1 and A.8).
 *
 * <p>Packets that come early wait in a window of {@value #WINDOW} packets for those before them; a
 * packet beyond the window means that the missing ones are lost. In the usual case, everything in
 * order over TCP, a packet goes straight through and nothing is copied. Not thread-safe: it belongs
 * to the event loop of its session.
 */
final class RtpReceiver {

  /** How far a packet may come before its turn. */
  static final int WINDOW = 32;

  /** A step forward of more than this is another sequence, not loss (RFC 3550 A.1). */
  private static final int MAX_DROPOUT = 3000;

  /** A step back of more than this is another sequence, not a late packet (RFC 3550 A.1). */
  private static final int MAX_MISORDER = 100;

  private final int payloadType;
  private final int clockRate;
  private final RtpSink sink;
  private final @Nullable RtpPacket[] window = new RtpPacket[WINDOW];
  private int waiting;
  private boolean started;
  private int ssrc;

  /** The next sequence number, counted on beyond 16 bits. */
  private long next;

  private @Nullable RtpPacket probation;
  private long originNanos;
  private long lastTransit;
  private double jitter;

  private long received;
  private long lost;
  private long late;
  private long malformed;
  private long foreign;
  private long jumps;
  private long sourceChanges;

  RtpReceiver(int payloadType, int clockRate, RtpSink sink) {
    this.payloadType = payloadType;
    this.clockRate = clockRate;
    this.sink = sink;
  }

  /** Takes one packet as it came; the buffer stays the caller's. */
  void receive(ByteBuf datagram, long nowNanos) {
    RtpPacket packet = RtpPacket.parse(datagram);
    if (packet == null) {
      malformed++;
    } else if (packet.payloadType() != payloadType) {
      foreign++;
    } else {
      accept(packet, nowNanos);
    }
  }

  private void accept(RtpPacket packet, long nowNanos) {
    received++;
    if (!started) {
      begin(packet, nowNanos);
    } else if (packet.ssrc() != ssrc) {
      sourceChanges++;
      abandonWindow(nowNanos);
      begin(packet, nowNanos);
      sink.onGap();
    }
    measureJitter(packet, nowNanos);
    order(packet, nowNanos);
  }

  private void begin(RtpPacket packet, long nowNanos) {
    started = true;
    ssrc = packet.ssrc();
    next = packet.sequence();
    probation = null;
    jitter = 0;
    originNanos = nowNanos;
    lastTransit = Long.MIN_VALUE;
  }

  private void order(RtpPacket packet, long nowNanos) {
    int ahead = (short) (packet.sequence() - (int) next);
    if (ahead >= MAX_DROPOUT || ahead <= -MAX_MISORDER) {
      considerJump(packet, nowNanos);
      return;
    }
    probation = null;
    if (ahead < 0) {
      late++;
      return;
    }
    if (ahead >= WINDOW) {
      giveUpUntil(next + ahead - WINDOW + 1, nowNanos);
      ahead = (short) (packet.sequence() - (int) next);
    }
    if (ahead == 0) {
      deliver(packet, nowNanos);
      drain(nowNanos);
    } else {
      hold(packet, ahead);
    }
  }

  /** Two packets in a row of another sequence are believed, a single stray one is not. */
  private void considerJump(RtpPacket packet, long nowNanos) {
    RtpPacket first = probation;
    if (first == null || packet.sequence() != ((first.sequence() + 1) & 0xffff)) {
      probation = packet.copy();
      return;
    }
    jumps++;
    abandonWindow(nowNanos);
    begin(first, nowNanos);
    sink.onGap();
    order(first, nowNanos);
    order(packet, nowNanos);
  }

  private void hold(RtpPacket packet, int ahead) {
    int slot = (int) ((next + ahead) % WINDOW);
    if (window[slot] != null) {
      late++;
      return;
    }
    window[slot] = packet.copy();
    waiting++;
  }

  private void deliver(RtpPacket packet, long nowNanos) {
    next++;
    sink.onPacket(packet, nowNanos);
  }

  private void drain(long nowNanos) {
    while (waiting > 0) {
      RtpPacket held = take();
      if (held == null) {
        return;
      }
      deliver(held, nowNanos);
    }
  }

  private void giveUpUntil(long sequence, long nowNanos) {
    while (next < sequence) {
      step(nowNanos);
    }
    drain(nowNanos);
  }

  /** Hands on what waits, with gaps, before another sequence begins. */
  private void abandonWindow(long nowNanos) {
    while (waiting > 0) {
      step(nowNanos);
    }
  }

  private void step(long nowNanos) {
    RtpPacket held = take();
    if (held != null) {
      deliver(held, nowNanos);
    } else {
      lost++;
      next++;
      sink.onGap();
    }
  }

  private @Nullable RtpPacket take() {
    int slot = (int) (next % WINDOW);
    RtpPacket held = window[slot];
    if (held != null) {
      window[slot] = null;
      waiting--;
    }
    return held;
  }

  private void measureJitter(RtpPacket packet, long nowNanos) {
    long arrival = (nowNanos - originNanos) / 1000 * clockRate / 1_000_000;
    long transit = arrival - packet.timestamp();
    if (lastTransit != Long.MIN_VALUE) {
      // The difference is taken modulo 2^32, because the timestamp wraps.
      long difference = Math.abs((long) (int) (transit - lastTransit));
      jitter += (difference - jitter) / 16;
    }
    lastTransit = transit;
  }

  /** What happened so far. */
  RtpStatistics statistics() {
    return new RtpStatistics(
        received, lost, late, malformed, foreign, jumps, sourceChanges, (long) jitter);
  }

  boolean isStarted() {
    return started;
  }

  /** The source that sends at present; 0 before the first packet. */
  int ssrc() {
    return ssrc;
  }
}
