package io.sharpeyes.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The gateway's clock: follows the machine's, but never goes back and doesn't jump. Any thread.
 *
 * <p>Order, grouping and timers go by it, so a correction of the machine's clock must not make an
 * incident escalate early, or hold a ladder for an hour. A difference is made good by running up to
 * a fifth faster or slower. Only a jump forward of over ten minutes is followed at once — a machine
 * without a clock of its own that has just learnt the time —, because ringing too early is the safe
 * mistake.
 */
final class SteadyClock implements InstantSource {

  private static final long STEP_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int SLEW = 5;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Instant base;
  private long lastNanos;
  private long elapsedNanos;

  /** Follows the machine's clock. */
  SteadyClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.base = wall.instant();
    this.lastNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    long passed = Math.max(0, now - lastNanos);
    lastNanos = now;
    elapsedNanos += passed;
    long behind = Duration.between(base, wall.instant()).toNanos() - elapsedNanos;
    if (behind > STEP_NANOS) {
      elapsedNanos += behind;
    } else {
      long most = passed / SLEW;
      elapsedNanos += Math.max(-most, Math.min(most, behind));
    }
    return base.plusNanos(elapsedNanos);
  }
}
