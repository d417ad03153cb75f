package io.sharpeyes.device.mqtt;

import io.netty.handler.codec.DecoderException;

/**
 * A packet, or an order of packets, that the MQTT specification forbids. The connection is closed;
 * MQTT 5 tells the reason. It carries no stack trace, because a hostile peer decides how many there
 * are.
 */
final class MqttViolation extends DecoderException {

  private static final long serialVersionUID = 1L;

  /** MQTT 5.0 §2.4 reason codes that a violation is answered with. */
  static final int UNSPECIFIED = 0x80;

  static final int MALFORMED = 0x81;
  static final int PROTOCOL_ERROR = 0x82;
  static final int UNSUPPORTED_VERSION = 0x84;
  static final int NOT_AUTHORIZED = 0x87;
  static final int BAD_AUTHENTICATION_METHOD = 0x8C;
  static final int UNKNOWN_PACKET_ID = 0x92;
  static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
  static final int TOPIC_ALIAS_INVALID = 0x94;
  static final int PACKET_TOO_LARGE = 0x95;
  static final int QUOTA_EXCEEDED = 0x97;

  private final int reasonCode;
  private final MqttCounters.Reject reject;

  private MqttViolation(int reasonCode, MqttCounters.Reject reject, String what) {
    super(what);
    this.reasonCode = reasonCode;
    this.reject = reject;
  }

  /** Bytes that no packet has. */
  static MqttViolation malformed(String what) {
    return new MqttViolation(MALFORMED, MqttCounters.Reject.MALFORMED, what);
  }

  /** A packet that is well formed but must not come now, or not with these values. */
  static MqttViolation protocolError(String what) {
    return new MqttViolation(PROTOCOL_ERROR, MqttCounters.Reject.PROTOCOL_ERROR, what);
  }

  /** A violation with its own MQTT 5 reason code. */
  static MqttViolation of(int reasonCode, MqttCounters.Reject reject, String what) {
    return new MqttViolation(reasonCode, reject, what);
  }

  int reasonCode() {
    return reasonCode;
  }

  MqttCounters.Reject reject() {
    return reject;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
