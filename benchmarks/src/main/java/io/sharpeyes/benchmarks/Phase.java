package io.sharpeyes.benchmarks;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Before, during or after: what became of the presses that were due in it. */
final class Phase {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String name;
  private final LongAdder pressed = new LongAdder();
  private final Histogram acknowledged = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final Histogram shown = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final LongAccumulator residentMib = new LongAccumulator(Math::max, 0);

  Phase(String name) {
    this.name = name;
  }

  void pressed() {
    pressed.increment();
  }

  void acknowledged(long nanos) {
    acknowledged.recordValue(Math.min(LONGEST_NANOS, nanos));
  }

  void shown(long nanos) {
    shown.recordValue(Math.min(LONGEST_NANOS, nanos));
  }

  void memory(long mib) {
    residentMib.accumulate(mib);
  }

  long pressedCount() {
    return pressed.sum();
  }

  long acknowledgedCount() {
    return acknowledged.getTotalCount();
  }

  long shownCount() {
    return shown.getTotalCount();
  }

  /** Milliseconds to the acknowledgement. */
  double acknowledgedMs(double percentile) {
    return acknowledged.getValueAtPercentile(percentile) / 1e6;
  }

  /** Milliseconds to the desk. */
  double shownMs(double percentile) {
    return shown.getValueAtPercentile(percentile) / 1e6;
  }

  static String heading() {
    return "%-7s %8s | %27s | %27s | %s"
        .formatted("", "pressed", "ms to ack: p50 p99 max", "ms to desk: p50 p99 max", "RSS MiB");
  }

  String row() {
    return "%-7s %8d | %s | %s | %d"
        .formatted(name, pressed.sum(), times(acknowledged), times(shown), residentMib.get());
  }

  private static String times(Histogram times) {
    return String.format(
        Locale.ROOT,
        "%8.2f %8.2f %9.2f",
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getMaxValue() / 1e6);
  }
}
