package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogCapTest {

  private final LoggerContext context = new LoggerContext();
  private final LogCap cap = new LogCap();

  private FilterReply say(Level level, String message) {
    return cap.decide(null, context.getLogger("a"), level, message, null, null);
  }

  private long written(int lines, String message) {
    return IntStream.range(0, lines)
        .filter(i -> say(Level.WARN, message) == FilterReply.NEUTRAL)
        .count();
  }

  @Test
  void ofOneCauseAFewLinesASecondAreWrittenAndTheRestIsCounted() {
    cap.setLinesPerSecond(5);
    long before = LogCap.suppressed();
    // A second may turn meanwhile, or two.
    long written = written(10_000, "it failed");
    assertThat(written).isBetween(5L, 10_000L / 2);
    assertThat(LogCap.suppressed() - before).isEqualTo(10_000 - written);
  }

  @Test
  void anotherCauseIsNotSilencedByIt() {
    cap.setLinesPerSecond(5);
    written(10_000, "it failed");
    assertThat(say(Level.WARN, "something else")).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void whatIsNotWrittenAnywayCountsNothing() {
    cap.setLinesPerSecond(1);
    context.getLogger("ROOT").setLevel(Level.INFO);
    long before = LogCap.suppressed();
    for (int i = 0; i < 100; i++) {
      assertThat(say(Level.DEBUG, "detail")).isEqualTo(FilterReply.NEUTRAL);
    }
    assertThat(LogCap.suppressed()).isEqualTo(before);
  }

  @Test
  void inventedMessagesCanNotFillTheMemory() {
    cap.setLinesPerSecond(1);
    long written = 0;
    for (int i = 0; i < 100_000; i++) {
      written += say(Level.WARN, "message " + i) == FilterReply.NEUTRAL ? 1 : 0;
    }
    assertThat(written).isLessThan(10_000);
  }
}
