package io.sharpeyes.device.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The viewer's side of Digest, written from RFC 7616 §3.4 and RFC 2069 §2.1.2. */
final class DigestForTest {

  private DigestForTest() {}

  static String authorization(
      String challenge, String user, String password, String method, String uri) {
    String realm = parameter(challenge, "realm");
    String nonce = parameter(challenge, "nonce");
    String algorithm = challenge.contains("SHA-256") ? "SHA-256" : "MD5";
    String secret = hash(algorithm, user + ":" + realm + ":" + password);
    String subject = hash(algorithm, method + ":" + uri);
    String common =
        "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\""
            .formatted(user, realm, nonce, uri);
    if (!challenge.contains("qop=")) {
      return common + response(hash(algorithm, secret + ":" + nonce + ":" + subject));
    }
    String middle = nonce + ":00000001:0a4f113b:auth";
    return common
        + ", algorithm=%s, qop=auth, nc=00000001, cnonce=\"0a4f113b\"".formatted(algorithm)
        + response(hash(algorithm, secret + ":" + middle + ":" + subject));
  }

  private static String response(String hash) {
    return ", response=\"" + hash + "\"";
  }

  private static String parameter(String challenge, String name) {
    Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + name + " in " + challenge);
    }
    return matcher.group(1);
  }

  private static String hash(String algorithm, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
