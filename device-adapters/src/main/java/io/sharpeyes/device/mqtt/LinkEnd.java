package io.sharpeyes.device.mqtt;

/** Why a connection ended; the words of {@link io.sharpeyes.device.LinkDown#cause}. */
enum LinkEnd {
  /** The device said good-bye. */
  DISCONNECT("disconnect", 0x00),
  /** Nothing was heard for one and a half times the keep-alive. */
  KEEP_ALIVE("keep-alive", 0x8D),
  /** The network ended it. */
  RESET("reset", 0x00),
  /** The device's will says that it is offline. */
  WILL("will", 0x00),
  /** The device broke the protocol, or a bound. */
  PROTOCOL_ERROR("protocol-error", 0x82),
  /** The same device came again. */
  TAKE_OVER("take-over", 0x8E),
  /** The device may not connect any more. */
  REVOKED("revoked", 0x98),
  /** The gateway stops. */
  SHUTDOWN("shutdown", 0x8B),
  /** An alarm could not be stored; the device must try again. */
  UNSTORED("unstored", 0x00);

  private final String wireName;
  private final int reasonCode;

  LinkEnd(String wireName, int reasonCode) {
    this.wireName = wireName;
    this.reasonCode = reasonCode;
  }

  String wireName() {
    return wireName;
  }

  /** The reason of the DISCONNECT that MQTT 5 clients get; 0 if none is sent. */
  int reasonCode() {
    return reasonCode;
  }
}
