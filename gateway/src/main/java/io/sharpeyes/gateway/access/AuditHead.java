package io.sharpeyes.gateway.access;

import java.nio.charset.StandardCharsets;

/**
 * How long the audit's chain is and where it ends; signed with the audit key of the key file. Who
 * can write the file but has no key can neither change nor cut the chain unnoticed. Putting back an
 * older copy of the whole file is noticed only against a head that was written down elsewhere: each
 * is logged.
 *
 * @param count rows
 * @param hash the last row's
 * @param keyVersion the key file's version whose audit key signed it
 * @param signature Ed25519
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record AuditHead(long count, String hash, int keyVersion, byte[] signature) {

  static AuditHead signed(long count, String hash, Keys keys) {
    return new AuditHead(count, hash, keys.version(), keys.sign(message(count, hash)));
  }

  boolean isGenuine(Keys keys) {
    return keys.isSignedBy(keyVersion, message(count, hash), signature);
  }

  private static byte[] message(long count, String hash) {
    return ("sharp-eyes audit " + count + ' ' + hash).getBytes(StandardCharsets.UTF_8);
  }

  /** {@code COUNT:HASH}, as it is logged and given to {@code audit verify --expect}. */
  @Override
  public String toString() {
    return count + ":" + hash;
  }
}
