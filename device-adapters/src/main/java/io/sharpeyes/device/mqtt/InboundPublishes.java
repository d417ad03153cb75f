package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.MqttViolation.protocolError;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.sharpeyes.device.AlarmSignal;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.DeviceSignal;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.TopicMistaken;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one connection publishes: from PUBLISH to the sink, and from the sink's answer to PUBACK or
 * PUBREC. On the channel's event loop.
 */
final class InboundPublishes {

  private static final int TOPIC_ALIAS = 0x23;
  private static final int SUCCESS = 0;
  private static final int NO_SUBSCRIBERS = 0x10;

  /** A status that says the same is handed on again after so many seconds, in case it got lost. */
  private static final int SAME_STATUS_S = 300;

  private final MqttButtonSession session;
  private final ServerParts parts;

  /** QoS 2 identifiers that came over an earlier connection of the session; null if none did. */
  private @Nullable Set<Integer> earlier;

  private @Nullable InboundAcks acks;
  private String @Nullable [] topicAliases;
  private int unsettled;
  private int unacked;
  private long lastStatus;
  private int lastStatusTick;
  private int alarmTick;
  private int alarmsInTick;
  private int reportTick;
  private int reportsInTick;

  InboundPublishes(MqttButtonSession session, ServerParts parts, SessionState state) {
    this.session = session;
    this.parts = parts;
    this.earlier = state.unreleased();
  }

  /**
   * True while so much is on its way to the disk, or came in this second, that nothing more should
   * be read: a button whose secret was stolen must not fill the disk, nor the desks.
   */
  boolean full() {
    if (alarmTick == session.tick() && alarmsInTick >= parts.limits().maxAlarmsPerSecond()) {
      return true;
    }
    int maximum = parts.limits().receiveMaximum();
    // An MQTT 5 client that sends more than it may must be found out, not slowed down.
    return unsettled >= (session.v5() ? 2 * maximum : maximum);
  }

  boolean settled() {
    return unsettled == 0;
  }

  void onPublish(MqttPublishMessage publish, SessionState state) {
    int qos = publish.fixedHeader().qosLevel().value();
    int packetId = publish.variableHeader().packetId();
    String topic = topic(publish);
    if (qos == 2 && isRepeated(packetId, publish.fixedHeader().isDup(), state)) {
      return;
    }
    if (qos > 0) {
      admit(qos, state);
    }
    InboundAcks.Ack ack = qos == 0 ? null : owe(qos, packetId);
    String channel = OwnTopics.channel(session.key().device(), topic);
    if (channel == null) {
      tellMistaken(topic);
      refuseTopic(ack);
    } else if (!parts.language().knows(channel)) {
      tellMistaken(topic);
      parts.counters().reject(Reject.UNKNOWN_TOPIC);
      finish(ack, NO_SUBSCRIBERS);
    } else {
      handOn(channel, ByteBufUtil.getBytes(publish.payload()), ack, state);
    }
  }

  /** PUBREL: the sender knows that its message arrived; its identifier is free again. */
  void onRelease(int packetId, SessionState state) {
    forgetEarlier(packetId);
    boolean known = state.release(packetId);
    unacked = Math.max(0, unacked - 1);
    Future<Void> forgotten =
        known && state.durable()
            ? parts.store().save(state.snapshot(null))
            : Future.succeededFuture();
    session.onLoop(
        forgotten,
        done ->
            session.write(
                Replies.ack(
                    MqttMessageType.PUBCOMP,
                    packetId,
                    known || !session.v5() ? SUCCESS : MqttViolation.UNKNOWN_PACKET_ID)),
        failure -> session.storeFailed());
  }

  private String topic(MqttPublishMessage publish) {
    String topic = publish.variableHeader().topicName();
    MqttProperties.MqttProperty<?> property =
        publish.variableHeader().properties().getProperty(TOPIC_ALIAS);
    if (property == null) {
      if (topic.isEmpty()) {
        throw protocolError("a PUBLISH has neither topic nor alias");
      }
      return topic;
    }
    int alias = ((MqttProperties.IntegerProperty) property).value();
    if (alias > Replies.TOPIC_ALIAS_MAXIMUM) {
      throw MqttViolation.of(
          MqttViolation.TOPIC_ALIAS_INVALID,
          Reject.PROTOCOL_ERROR,
          "topic alias " + alias + ", at most " + Replies.TOPIC_ALIAS_MAXIMUM);
    }
    return aliased(topic, alias);
  }

  private String aliased(String topic, int alias) {
    if (topicAliases == null) {
      topicAliases = new String[Replies.TOPIC_ALIAS_MAXIMUM + 1];
    }
    if (!topic.isEmpty()) {
      topicAliases[alias] = topic;
      return topic;
    }
    String known = topicAliases[alias];
    if (known == null) {
      throw protocolError("topic alias " + alias + " was never given a topic");
    }
    return known;
  }

  /**
   * A QoS 2 message that came before is answered, and not handed on again [MQTT-4.3.3-10]. But one
   * that came over an earlier connection would be marked as sent again [MQTT-3.3.1-1]: if it isn't,
   * the device has lost what it knew of the session and counts anew, and this is another press.
   */
  private boolean isRepeated(int packetId, boolean again, SessionState state) {
    if (forgetEarlier(packetId) && !again) {
      state.release(packetId);
      state.forgetPending(packetId);
      return false;
    }
    if (state.isReceived(packetId)) {
      session.write(Replies.ack(MqttMessageType.PUBREC, packetId, SUCCESS));
      return true;
    }
    Future<?> pending = state.pending(packetId);
    if (pending == null) {
      return false;
    }
    await(pending, owe(2, packetId), state);
    return true;
  }

  private boolean forgetEarlier(int packetId) {
    if (earlier == null || !earlier.remove(packetId)) {
      return false;
    }
    if (earlier.isEmpty()) {
      earlier = null;
    }
    return true;
  }

  private void admit(int qos, SessionState state) {
    int maximum = parts.limits().receiveMaximum();
    if (session.v5() && unacked >= maximum) {
      throw MqttViolation.of(
          MqttViolation.RECEIVE_MAXIMUM_EXCEEDED,
          Reject.RECEIVE_MAXIMUM,
          "more than " + maximum + " messages unacknowledged");
    }
    if (qos == 2 && state.qos2Count() >= maximum) {
      throw MqttViolation.of(
          MqttViolation.RECEIVE_MAXIMUM_EXCEEDED,
          Reject.QOS2_IDENTIFIERS,
          "more than " + maximum + " messages of QoS 2 not released");
    }
    unacked++;
  }

  private void refuseTopic(InboundAcks.@Nullable Ack ack) {
    if (!session.v5() || ack == null) {
      throw MqttViolation.of(
          MqttViolation.NOT_AUTHORIZED, Reject.WRONG_TOPIC, "a topic that is not the device's own");
    }
    parts.counters().reject(Reject.WRONG_TOPIC);
    finish(ack, MqttViolation.NOT_AUTHORIZED);
  }

  /**
   * It may have been a press: a device whose topic is misspelt has to be found before it matters.
   */
  private void tellMistaken(String topic) {
    if (isWithinReports()) {
      parts
          .sink()
          .onReport(new TopicMistaken(session.key().device(), parts.clock().instant(), topic));
    }
  }

  private void handOn(
      String channel, byte[] payload, InboundAcks.@Nullable Ack ack, SessionState state) {
    boolean alarm = channel.equals("alarm") || channel.equals("cancel");
    if (!alarm && isNews(channel, payload)) {
      report(channel, payload);
    }
    if (alarm) {
      alarm(channel, payload, ack, state);
    } else if (ack != null && ack.type() == MqttMessageType.PUBREC) {
      await(Future.succeededFuture(), ack, state);
    } else {
      finish(ack, SUCCESS);
    }
  }

  private void alarm(
      String channel, byte[] payload, InboundAcks.@Nullable Ack ack, SessionState state) {
    parts.counters().alarmReceived();
    countInTick();
    Future<?> stored;
    try {
      stored = parts.sink().onAlarm((AlarmSignal) read(channel, payload).orElseThrow());
    } catch (RuntimeException failure) {
      stored = Future.failedFuture(failure);
    }
    if (ack != null && ack.type() == MqttMessageType.PUBREC) {
      state.pending(ack.packetId(), stored);
    }
    await(stored, ack, state);
  }

  private void countInTick() {
    int tick = session.tick();
    if (tick != alarmTick) {
      alarmTick = tick;
      alarmsInTick = 0;
    }
    if (++alarmsInTick == parts.limits().maxAlarmsPerSecond()) {
      parts.counters().reject(Reject.ALARM_FLOOD);
    }
  }

  private void await(Future<?> stored, InboundAcks.@Nullable Ack ack, SessionState state) {
    unsettled++;
    session.onLoop(
        stored,
        done -> onStored(ack, state),
        failure -> {
          unsettled--;
          if (ack != null && session.owns(state)) {
            state.forgetPending(ack.packetId());
          }
          session.unstored();
        });
  }

  private void onStored(InboundAcks.@Nullable Ack ack, SessionState state) {
    if (!session.owns(state)) {
      unsettled--;
    } else if (ack != null && ack.type() == MqttMessageType.PUBREC) {
      state.received(ack.packetId());
      session.onLoop(
          state.durable() ? parts.store().save(state.snapshot(null)) : Future.succeededFuture(),
          saved -> onSettled(ack),
          failure -> {
            unsettled--;
            session.storeFailed();
          });
    } else {
      onSettled(ack);
    }
  }

  private void onSettled(InboundAcks.@Nullable Ack ack) {
    unsettled--;
    finish(ack, SUCCESS);
    session.adjustReading();
  }

  private InboundAcks.Ack owe(int qos, int packetId) {
    if (acks == null) {
      acks = new InboundAcks();
    }
    return acks.owe(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC, packetId);
  }

  /** Sends this acknowledgement when all before it are sent. */
  private void finish(InboundAcks.@Nullable Ack ack, int v5Reason) {
    if (ack == null || acks == null) {
      return;
    }
    acks.ready(ack, v5Reason);
    InboundAcks.Ack next;
    while ((next = acks.poll()) != null) {
      int reason = session.v5() ? next.v5Reason() : SUCCESS;
      if (next.type() == MqttMessageType.PUBACK || reason >= MqttViolation.UNSPECIFIED) {
        unacked = Math.max(0, unacked - 1);
      }
      session.write(Replies.ack(next.type(), next.packetId(), reason));
    }
    if (acks.isEmpty()) {
      acks = null;
    }
  }

  /**
   * Heartbeats die here: a status that is byte for byte the last one is only a sign of life (which
   * {@link MqttButtonSession} noted already), and more reports than the bound are dropped.
   */
  private boolean isNews(String channel, byte[] payload) {
    parts.counters().reportReceived();
    int tick = session.tick();
    if (channel.equals("status")) {
      long hash = hash(payload);
      if (hash == lastStatus && tick - lastStatusTick < SAME_STATUS_S) {
        return false;
      }
      lastStatus = hash;
      lastStatusTick = tick;
    }
    return isWithinReports();
  }

  private boolean isWithinReports() {
    int tick = session.tick();
    if (tick != reportTick) {
      reportTick = tick;
      reportsInTick = 0;
    }
    if (++reportsInTick > parts.limits().maxReportsPerSecond()) {
      parts.counters().reject(Reject.REPORT_FLOOD);
      return false;
    }
    return true;
  }

  private void report(String channel, byte[] payload) {
    DeviceSignal signal = read(channel, payload).orElse(null);
    if (signal == null) {
      parts.counters().reject(Reject.UNREADABLE_REPORT);
    } else if (!(signal instanceof LinkDown)) {
      // "online":false from a device that is connected means nothing yet; its link's end will tell.
      parts.sink().onReport((DeviceReport) signal);
    }
  }

  private Optional<DeviceSignal> read(String channel, byte[] payload) {
    DeviceId device = session.key().device();
    return parts.language().read(device, channel, payload, false, parts.clock().instant());
  }

  /** FNV-1a in 64 bits: a device that finds a collision hides a change of its own status only. */
  private static long hash(byte[] payload) {
    long hash = 0xcbf29ce484222325L;
    for (byte one : payload) {
      hash = (hash ^ (one & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }
}
