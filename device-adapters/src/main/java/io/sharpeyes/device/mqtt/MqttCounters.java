package io.sharpeyes.device.mqtt;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the MQTT server counted since it started, for metrics. All methods may be called on any
 * thread; the values of one moment need not fit together.
 */
public final class MqttCounters {

  /**
   * Why something was refused, dropped or cut. The set is closed, so that a label stays bounded.
   */
  enum Reject {
    UNAUTHORIZED,
    REVOKED,
    AUTHENTICATOR_FAILED,
    THROTTLED,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_FROM_ADDRESS,
    TOO_MANY_SESSIONS,
    UNSUPPORTED_VERSION,
    CLIENT_ID,
    CONNECT_TIMEOUT,
    KEEP_ALIVE_TIMEOUT,
    MALFORMED,
    PROTOCOL_ERROR,
    TOO_LARGE,
    WRONG_TOPIC,
    UNKNOWN_TOPIC,
    WRONG_WILL,
    RECEIVE_MAXIMUM,
    QOS2_IDENTIFIERS,
    SUBSCRIPTION,
    UNSTORED,
    SESSION_STORE_FAILED,
    UNREADABLE_REPORT,
    REPORT_FLOOD,
    ALARM_FLOOD,
    FEEDBACK_DROPPED,
    TLS,
    INTERNAL;

    /** The word in metrics and logs. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Reject, LongAdder> rejects = new EnumMap<>(Reject.class);
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder alarms = new LongAdder();
  private final LongAdder reports = new LongAdder();
  private final LongAdder feedbacks = new LongAdder();

  MqttCounters() {
    for (Reject why : Reject.values()) {
      rejects.put(why, new LongAdder());
    }
  }

  /** Connections open now, authenticated or not yet. */
  public long connections() {
    return Math.max(0, opened.sum() - closed.sum());
  }

  /** Connections accepted since the start. */
  public long connectionsTotal() {
    return opened.sum();
  }

  /** Alarms and cancel requests handed on since the start. */
  public long alarmsTotal() {
    return alarms.sum();
  }

  /** Reports received since the start, also those that changed nothing. */
  public long reportsTotal() {
    return reports.sum();
  }

  /** Feedbacks and commands sent to devices since the start. */
  public long sentTotal() {
    return feedbacks.sum();
  }

  /** How often something was refused, dropped or cut since the start, by a word for why. */
  public Map<String, Long> rejectedTotal() {
    Map<String, Long> totals = new LinkedHashMap<>();
    rejects.forEach((why, count) -> totals.put(why.wireName(), count.sum()));
    return totals;
  }

  long rejected(Reject why) {
    return adder(why).sum();
  }

  void reject(Reject why) {
    adder(why).increment();
  }

  void connectionOpened() {
    opened.increment();
  }

  void connectionClosed() {
    closed.increment();
  }

  void alarmReceived() {
    alarms.increment();
  }

  void reportReceived() {
    reports.increment();
  }

  void published() {
    feedbacks.increment();
  }

  private LongAdder adder(Reject why) {
    return Objects.requireNonNull(rejects.get(why));
  }
}
