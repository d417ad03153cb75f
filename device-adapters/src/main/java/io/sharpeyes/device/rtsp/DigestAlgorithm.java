package io.sharpeyes.device.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The hash functions of digest authentication (RFC 7616 §3.3, §6.1). */
enum DigestAlgorithm {
  MD5("MD5"),
  SHA_256("SHA-256"),
  SHA_512_256("SHA-512/256");

  private final String javaName;

  DigestAlgorithm(String javaName) {
    this.javaName = javaName;
  }

  /** Finds the one a challenge names, with or without {@code -sess}; null if it is unknown. */
  static @Nullable DigestAlgorithm named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "", "MD5", "MD5-SESS" -> MD5;
      case "SHA-256", "SHA-256-SESS" -> SHA_256;
      case "SHA-512-256", "SHA-512-256-SESS" -> SHA_512_256;
      default -> null;
    };
  }

  String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance(javaName).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks " + javaName, e);
    }
  }
}
