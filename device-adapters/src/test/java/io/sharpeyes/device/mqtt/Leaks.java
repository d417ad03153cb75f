package io.sharpeyes.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Collects what netty's leak detector (paranoid in tests) finds. */
final class Leaks {

  private static final List<String> found = new CopyOnWriteArrayList<>();

  static {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            found.add(event.getFormattedMessage());
          }
        };
    appender.start();
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(appender);
  }

  private Leaks() {}

  /** Begins to collect. */
  static void watch() {}

  /** Has the garbage collector find lost buffers, and netty report them. */
  static void assertNone() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int k = 0; k < 100; k++) {
        PooledByteBufAllocator.DEFAULT.buffer(16).release();
      }
    }
    assertThat(found).as("buffers that were never released").isEmpty();
  }
}
