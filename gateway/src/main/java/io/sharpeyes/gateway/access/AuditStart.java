package io.sharpeyes.gateway.access;

import java.nio.charset.StandardCharsets;

/**
 * Where the audit's chain begins, once rows have left it because their time was over: after which
 * row, and with which hash. Signed with the audit key of the key file, over other words than {@link
 * AuditHead}: nobody who has the file but no key can take a head for it and cut the front off.
 *
 * @param count the number of the last row that left
 * @param hash that row's
 * @param keyVersion the key file's version whose audit key signed it
 * @param signature Ed25519
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record AuditStart(long count, String hash, int keyVersion, byte[] signature) {

  static AuditStart signed(long count, String hash, Keys keys) {
    return new AuditStart(count, hash, keys.version(), keys.sign(message(count, hash)));
  }

  boolean isGenuine(Keys keys) {
    return keys.isSignedBy(keyVersion, message(count, hash), signature);
  }

  private static byte[] message(long count, String hash) {
    return ("sharp-eyes audit begins after " + count + ' ' + hash).getBytes(StandardCharsets.UTF_8);
  }
}
