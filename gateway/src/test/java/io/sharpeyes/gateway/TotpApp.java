package io.sharpeyes.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An authenticator app, written from RFC 6238 and RFC 4648 without a look at the gateway's code.
 */
public final class TotpApp {

  private final byte[] secret;

  /**
   * Takes a secret.
   *
   * @param base32 as it is shown
   */
  public TotpApp(String base32) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < base32.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits.append(Integer.toBinaryString(32 + value).substring(1));
    }
    for (int i = 0; i + 8 <= bits.length(); i += 8) {
      bytes.write(Integer.parseInt(bits.substring(i, i + 8), 2));
    }
    secret = bytes.toByteArray();
  }

  /** The code that it shows at a moment. */
  public String code(Instant at) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
    int offset = hash[19] & 15;
    long number = (ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffffL) % 1_000_000;
    return Long.toString(1_000_000 + number).substring(1);
  }
}
