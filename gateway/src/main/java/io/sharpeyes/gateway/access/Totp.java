package io.sharpeyes.gateway.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238): 6 digits of HMAC-SHA-1, a new one every 30 s. That is
 * what every authenticator app makes. Pure.
 */
final class Totp {

  /** RFC 4226 §4 recommends 160 bits. */
  static final int SECRET_BYTES = 20;

  static final int STEP_S = 30;

  /** Steps that a phone's clock may be off, each way. */
  static final int DRIFT_STEPS = 1;

  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  /** The code of a step. */
  static String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int bits = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", bits % MODULUS);
  }

  /** The step of a moment. */
  static long step(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), STEP_S);
  }

  /**
   * Finds out which step a code is of. Compares with all that come into question, so that the time
   * it takes tells nothing.
   *
   * @param usedStep the step of the code that was used last: it and all before it are of no use any
   *     more (RFC 6238 §5.2)
   * @return nothing if it is of none
   */
  static OptionalLong stepOf(byte[] secret, String code, Instant now, long usedStep) {
    OptionalLong found = OptionalLong.empty();
    for (long step = step(now) - DRIFT_STEPS; step <= step(now) + DRIFT_STEPS; step++) {
      boolean same = Keys.isSame(bytes(code(secret, step)), bytes(code));
      if (same && step > usedStep) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
