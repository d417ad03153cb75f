package io.sharpeyes.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps any one cause from flooding the log: of the same message of the same logger so many lines a
 * second are written; the rest is counted, and told with the next line that is written. Made by
 * {@code logback.xml}; any thread. A message is a constant here and its figures are key-value
 * pairs, so there are as many causes as there are lines of code that log; past a bound, which only
 * messages of libraries can reach, all others are one cause.
 */
public final class LogCap extends TurboFilter {

  private static final int MOST_CAUSES = 1_000;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String OTHERS = "all others";
  private static final LongAdder SUPPRESSED = new LongAdder();

  private final ConcurrentHashMap<String, Cause> causes = new ConcurrentHashMap<>();
  private int linesPerSecond = 10;

  /** How many lines of this process were left out. */
  static long suppressed() {
    return SUPPRESSED.sum();
  }

  /** Sets how many lines of one cause are written in a second; 0 for no bound. */
  public void setLinesPerSecond(int lines) {
    linesPerSecond = lines;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    // Without a message somebody only asks whether the level is on.
    if (format == null
        || linesPerSecond <= 0
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())
        || logger.getName().equals(LogCap.class.getName())) {
      return FilterReply.NEUTRAL;
    }
    Cause cause = cause(logger.getName() + ' ' + format);
    long leftOut = cause.take(System.nanoTime(), linesPerSecond);
    if (leftOut < 0) {
      SUPPRESSED.increment();
      return FilterReply.DENY;
    }
    if (leftOut > 0) {
      tell(logger, level, format, leftOut);
    }
    return FilterReply.NEUTRAL;
  }

  private static void tell(Logger logger, Level level, String format, long leftOut) {
    org.slf4j.LoggerFactory.getLogger(LogCap.class)
        .atLevel(org.slf4j.event.Level.valueOf(level.toString()))
        .addKeyValue("count", leftOut)
        .addKeyValue("logger", logger.getName())
        .addKeyValue("message", format)
        .log("lines of one cause were left out");
  }

  private Cause cause(String key) {
    Cause known = causes.get(key);
    if (known != null) {
      return known;
    }
    String bounded = causes.size() < MOST_CAUSES ? key : OTHERS;
    return causes.computeIfAbsent(bounded, made -> new Cause());
  }

  /** One second of one cause. */
  private static final class Cause {
    private long second = Long.MIN_VALUE;
    private int written;
    private long leftOut;

    /** Gives -1 if a line is to be left out, else how many were since the last that was written. */
    synchronized long take(long nanos, int most) {
      long now = Math.floorDiv(nanos, SECOND_NANOS);
      if (now != second) {
        second = now;
        written = 0;
      }
      if (written >= most) {
        leftOut++;
        return -1;
      }
      written++;
      long told = leftOut;
      leftOut = 0;
      return told;
    }
  }
}
