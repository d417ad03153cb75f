package io.sharpeyes.gateway.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of the key that signs evidence, as others have it: PEM with a
 * SubjectPublicKeyInfo (RFC 7468, RFC 8410), such as OpenSSL reads too.
 */
public final class PublicKeyFile {

  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final int MOST_BYTES = 16 * 1024;
  private static final int LINE = 64;

  private PublicKeyFile() {}

  /** Writes a key as text. */
  public static String pem(PublicKey key) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    return BEGIN
        + "\n"
        + Base64.getMimeEncoder(LINE, newLine).encodeToString(key.getEncoded())
        + "\n"
        + END
        + "\n";
  }

  /**
   * Reads a key.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static PublicKey read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "The public key " + file + " can't be read. Print it at the gateway with: keys public");
    }
    try {
      return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "The file "
              + file
              + " is no Ed25519 public key in PEM. Print it at the gateway with: keys public",
          e);
    }
  }

  private static PublicKey parse(String text) throws GeneralSecurityException {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("there is no PUBLIC KEY in it");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }

  /** What tells one key from another: the SHA-256 of it, 64 hexadecimal digits. */
  public static String fingerprint(PublicKey key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Says whether a key's other half signed this. */
  public static boolean isSigned(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even the form of a signature
    }
  }
}
