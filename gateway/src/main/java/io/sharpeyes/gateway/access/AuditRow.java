package io.sharpeyes.gateway.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A row of the audit (调阅留痕).
 *
 * @param sequence its number: rising by 1, from 1
 * @param at when
 * @param user who; {@code gateway} for the gateway itself
 * @param action what was done, for instance {@code sign-in}, {@code registry.change}
 * @param subject to what: a user, an incident, a camera, a version of the registry
 * @param detail more, as a JSON object
 */
public record AuditRow(
    long sequence, Instant at, String user, String action, String subject, String detail) {

  /** What the first row is chained to. */
  static final String NOTHING_BEFORE = "0".repeat(64);

  /**
   * The hash that chains this row to the one before it: SHA-256 over the other's hash and all
   * fields, each with its length before it, so that nothing can be moved from one field to the
   * next.
   *
   * @param before the hash of the row before, 64 hexadecimal digits
   */
  String hash(String before) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(HexFormat.of().parseHex(before));
      out.writeLong(sequence);
      out.writeLong(at.toEpochMilli());
      for (String field : new String[] {user, action, subject, detail}) {
        byte[] text = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes memory only
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
