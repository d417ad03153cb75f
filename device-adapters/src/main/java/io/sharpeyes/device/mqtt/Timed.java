package io.sharpeyes.device.mqtt;

/** A connection in the eyes of the {@link MqttListener} that owns it; on its event loop. */
interface Timed {

  /** About a second has passed; never called twice without a look at the sockets in between. */
  void onTick(int tick);

  /** The gateway stops: finish what was accepted, then close. */
  void onStop();

  /** Other certificates are revoked than before. */
  default void onRevoked(RevokedCertificates revoked) {}

  /** The place in the listener's list. */
  int slot();

  /** Remembers the place in the listener's list. */
  void slot(int slot);
}
