package io.sharpeyes.gateway.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time by which everything is ordered, grouped and due: the wall clock's, carried on by the
 * monotonic clock, so that somebody who sets the wall clock back can't stop an escalation. Any
 * thread.
 *
 * <p>Where the wall clock runs ahead it is followed at once (the machine slept, or its clock was
 * wrong before): what is due comes early at worst. Where it falls behind, this clock goes on at
 * nine tenths of its pace until the other has caught up: never back, never still, and what is due
 * comes a tenth late at worst.
 */
public final class GatewayClock implements InstantSource {

  private static final long SLOWER_BY = 10;

  private final InstantSource wall;
  private final LongSupplier nanoTime;

  private Instant last;
  private long lastNano;

  /**
   * Starts the clock.
   *
   * @param wall the wall clock
   * @param nanoTime the monotonic clock, nanoseconds, {@code System::nanoTime}
   * @param notBefore the time of the newest event in the log, before which this clock doesn't start
   */
  public GatewayClock(InstantSource wall, LongSupplier nanoTime, Instant notBefore) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    Instant now = wall.instant();
    this.last = now.isBefore(notBefore) ? notBefore : now;
    this.lastNano = nanoTime.getAsLong();
  }

  /** Sees to it that this clock shows no time before this one from now on. */
  public synchronized void noEarlierThan(Instant time) {
    if (instant().isBefore(time)) {
      last = time;
    }
  }

  @Override
  public synchronized Instant instant() {
    long nano = nanoTime.getAsLong();
    long elapsed = Math.max(0, nano - lastNano);
    Instant now = wall.instant();
    Instant steady = last.plus(Duration.ofNanos(elapsed));
    if (now.isBefore(steady)) {
      Instant slow = last.plus(Duration.ofNanos(elapsed - elapsed / SLOWER_BY));
      now = now.isBefore(slow) ? slow : now;
    }
    last = now;
    lastNano = nano;
    return now;
  }
}
