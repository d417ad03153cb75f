package io.sharpeyes.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;

/** The packets that the server sends. */
final class Replies {

  static final int TOPIC_ALIAS_MAXIMUM = 10;

  private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
  private static final int SESSION_EXPIRY_INTERVAL = 0x11;
  private static final int ASSIGNED_CLIENT_IDENTIFIER = 0x12;
  private static final int SERVER_KEEP_ALIVE = 0x13;
  private static final int RECEIVE_MAXIMUM = 0x21;
  private static final int TOPIC_ALIAS_MAXIMUM_ID = 0x22;
  private static final int MAXIMUM_PACKET_SIZE = 0x27;
  private static final int SHARED_SUBSCRIPTION_AVAILABLE = 0x2A;

  /** One for all: it is the most frequent packet, and always the same. */
  private static final ByteBuf PINGRESP =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2, 2).writeShort(0xD000).asReadOnly());

  private Replies() {}

  /** The answer to a PINGREQ. */
  static ByteBuf pong() {
    return PINGRESP.duplicate();
  }

  /** The answer to a CONNECT that is accepted; MQTT 5 is told every bound (§3.2.2.3). */
  static MqttConnAckMessage accepted(
      ConnectRequest request, boolean sessionPresent, MqttServerOptions.Limits limits) {
    MqttMessageBuilders.ConnAckBuilder answer =
        MqttMessageBuilders.connAck()
            .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
            .sessionPresent(sessionPresent);
    return request.v5() ? answer.properties(bounds(request, limits)).build() : answer.build();
  }

  /** By hand, because netty's builder also says what nobody asked it to say. */
  private static MqttProperties bounds(ConnectRequest request, MqttServerOptions.Limits limits) {
    MqttProperties told = new MqttProperties();
    told.add(new IntegerProperty(RECEIVE_MAXIMUM, limits.receiveMaximum()));
    told.add(new IntegerProperty(MAXIMUM_PACKET_SIZE, limits.maxPacketBytes()));
    told.add(new IntegerProperty(TOPIC_ALIAS_MAXIMUM_ID, TOPIC_ALIAS_MAXIMUM));
    told.add(new IntegerProperty(SHARED_SUBSCRIPTION_AVAILABLE, 0));
    if (request.assigned()) {
      told.add(new StringProperty(ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
    }
    if (request.expiryCut()) {
      told.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL, (int) request.expiryS()));
    }
    if (request.keepAliveCut()) {
      told.add(new IntegerProperty(SERVER_KEEP_ALIVE, request.keepAliveS()));
    }
    return told;
  }

  /**
   * The answer to a CONNECT that is refused, in the bytes of the version that it named: netty's
   * encoder doesn't know the version of a CONNECT that could not be decoded.
   *
   * @param level the protocol level of the CONNECT
   * @param v3Code the return code of MQTT 3.1.1 §3.2.2.3
   * @param v5Reason the reason code of MQTT 5.0 §3.2.2.2
   */
  static ByteBuf refused(int level, int v3Code, int v5Reason) {
    return level >= 5
        ? Unpooled.wrappedBuffer(new byte[] {0x20, 3, 0, (byte) v5Reason, 0})
        : Unpooled.wrappedBuffer(new byte[] {0x20, 2, 0, (byte) v3Code});
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP; the reason is told to MQTT 5 only. */
  static MqttMessage ack(MqttMessageType type, int packetId, int v5Reason) {
    MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
    return new MqttMessage(
        new MqttFixedHeader(type, false, flags, false, 0),
        new MqttPubReplyMessageVariableHeader(
            packetId, (byte) v5Reason, MqttProperties.NO_PROPERTIES));
  }

  static MqttSubAckMessage subscribed(int packetId, List<Integer> reasons) {
    return new MqttSubAckMessage(
        header(MqttMessageType.SUBACK),
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        new MqttSubAckPayload(reasons));
  }

  static MqttUnsubAckMessage unsubscribed(int packetId, List<Short> reasons) {
    return new MqttUnsubAckMessage(
        header(MqttMessageType.UNSUBACK),
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        new MqttUnsubAckPayload(reasons));
  }

  /** A feedback or a command; packet identifier 0 means QoS 0. */
  static MqttPublishMessage publish(
      Outbox.Message message,
      int packetId,
      boolean again,
      boolean v5,
      List<Integer> subscriptionIds) {
    MqttProperties properties = MqttProperties.NO_PROPERTIES;
    if (v5 && !subscriptionIds.isEmpty()) {
      properties = new MqttProperties();
      for (int id : subscriptionIds) {
        properties.add(new IntegerProperty(SUBSCRIPTION_IDENTIFIER, id));
      }
    }
    MqttQoS qos = packetId == 0 ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
    return new MqttPublishMessage(
        new MqttFixedHeader(MqttMessageType.PUBLISH, again, qos, false, 0),
        new MqttPublishVariableHeader(message.topic(), packetId, properties),
        Unpooled.wrappedBuffer(message.payload()));
  }

  /** A DISCONNECT, which only MQTT 5 servers may send. */
  static MqttMessage disconnect(int reason) {
    return new MqttMessage(
        header(MqttMessageType.DISCONNECT),
        new MqttReasonCodeAndPropertiesVariableHeader((byte) reason, MqttProperties.NO_PROPERTIES));
  }

  private static MqttFixedHeader header(MqttMessageType type) {
    return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
  }
}
