package io.sharpeyes.gateway.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) of people's passwords, in the PHC string format. With OWASP's first choice of
 * parameters (19 MiB, 2 passes, 1 lane) one check takes some tens of milliseconds and 19 MiB: never
 * on an event loop, and only a few at a time.
 */
final class PasswordHash {

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /**
   * Checked for people who don't exist, so that the answer takes as long as for those who do. No
   * password has it.
   */
  static final String NOBODY = phc(random(SALT_BYTES), random(HASH_BYTES));

  private PasswordHash() {}

  static String of(byte[] password) {
    byte[] salt = random(SALT_BYTES);
    return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String phc(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  static boolean isOf(byte[] password, String phc) {
    Matcher stored = PHC.matcher(phc);
    if (!stored.matches()) {
      throw new IllegalArgumentException("this is no Argon2id hash in PHC form");
    }
    byte[] salt = Base64.getDecoder().decode(stored.group(4));
    byte[] expected = Base64.getDecoder().decode(stored.group(5));
    byte[] hash =
        argon2id(
            password,
            salt,
            Integer.parseInt(stored.group(1)),
            Integer.parseInt(stored.group(2)),
            Integer.parseInt(stored.group(3)),
            expected.length);
    return Keys.isSame(hash, expected);
  }

  private static byte[] argon2id(
      byte[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password, hash);
    return hash;
  }
}
