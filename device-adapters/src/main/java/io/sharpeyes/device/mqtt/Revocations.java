package io.sharpeyes.device.mqtt;

/** Which certificates don't count any more, as last read. Any thread. */
final class Revocations {

  private volatile RevokedCertificates current = RevokedCertificates.NONE;

  RevokedCertificates get() {
    return current;
  }

  void set(RevokedCertificates next) {
    current = next;
  }
}
