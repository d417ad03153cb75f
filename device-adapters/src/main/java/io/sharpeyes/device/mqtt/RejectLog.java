package io.sharpeyes.device.mqtt;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line a second says how much was refused and why, however much it was. */
final class RejectLog {

  private static final Logger log = LoggerFactory.getLogger(RejectLog.class);

  private final MqttCounters counters;
  private final Map<String, Long> told = new HashMap<>();

  RejectLog(MqttCounters counters) {
    this.counters = counters;
  }

  /** Says what came since the last call, if anything did. */
  void flush() {
    LoggingEventBuilder line = log.atWarn();
    boolean news = false;
    for (Map.Entry<String, Long> now : counters.rejectedTotal().entrySet()) {
      long since = now.getValue() - told.getOrDefault(now.getKey(), 0L);
      if (since > 0) {
        news = true;
        told.put(now.getKey(), now.getValue());
        line = line.addKeyValue(now.getKey(), since);
      }
    }
    if (news) {
      line.log("MQTT clients were refused or cut");
    }
  }
}
