package io.sharpeyes.device.rtsp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers one digest challenge (RFC 7616 §3.4; without {@code qop} as RFC 2069 did). */
final class DigestAuthorization {

  private final RtspCredentials credentials;
  private final RtspChallenge challenge;
  private final DigestAlgorithm algorithm;
  private final @Nullable String qop;
  private String nonce;
  private int count;

  private DigestAuthorization(
      RtspCredentials credentials,
      RtspChallenge challenge,
      DigestAlgorithm algorithm,
      @Nullable String qop) {
    this.credentials = credentials;
    this.challenge = challenge;
    this.algorithm = algorithm;
    this.qop = qop;
    this.nonce = challenge.parameter("nonce");
  }

  /** Returns null for a challenge that can't be answered. */
  static @Nullable DigestAuthorization of(RtspCredentials credentials, RtspChallenge challenge) {
    DigestAlgorithm algorithm = DigestAlgorithm.named(challenge.parameter("algorithm"));
    List<String> offered =
        Arrays.stream(challenge.parameter("qop").toLowerCase(Locale.ROOT).split("[, ]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    boolean answerable =
        challenge.scheme().equals("digest")
            && algorithm != null
            && challenge.parameters().containsKey("nonce")
            && (offered.isEmpty() || offered.contains("auth") || offered.contains("auth-int"));
    if (!answerable || algorithm == null) {
      return null;
    }
    String qop = offered.isEmpty() ? null : offered.contains("auth") ? "auth" : "auth-int";
    return new DigestAuthorization(credentials, challenge, algorithm, qop);
  }

  /** The next nonce, told by the camera ahead of need (RFC 7616 §3.5). */
  void useNonce(String next) {
    nonce = next;
    count = 0;
  }

  /**
   * The value of the {@code Authorization} header.
   *
   * @param clientNonce not to be foreseen by the camera
   */
  String header(String method, String uri, String clientNonce) {
    count++;
    String realm = challenge.parameter("realm");
    String nonceCount = String.format(Locale.ROOT, "%08x", count);
    boolean hashedUser = challenge.parameter("userhash").equalsIgnoreCase("true");
    String user =
        hashedUser ? algorithm.hash(credentials.user() + ":" + realm) : credentials.user();
    StringBuilder header = new StringBuilder(256).append("Digest ");
    quoted(header, "username", user);
    quoted(header.append(", "), "realm", realm);
    quoted(header.append(", "), "nonce", nonce);
    quoted(header.append(", "), "uri", uri);
    quoted(header.append(", "), "response", response(method, uri, realm, nonceCount, clientNonce));
    if (challenge.parameters().containsKey("algorithm")) {
      header.append(", algorithm=").append(challenge.parameter("algorithm"));
    }
    if (challenge.parameters().containsKey("opaque")) {
      quoted(header.append(", "), "opaque", challenge.parameter("opaque"));
    }
    if (qop != null) {
      header.append(", qop=").append(qop).append(", nc=").append(nonceCount);
      quoted(header.append(", "), "cnonce", clientNonce);
    } else if (isSession()) {
      quoted(header.append(", "), "cnonce", clientNonce);
    }
    if (hashedUser) {
      header.append(", userhash=true");
    }
    return header.toString();
  }

  private String response(
      String method, String uri, String realm, String nonceCount, String clientNonce) {
    String secret = algorithm.hash(credentials.user() + ":" + realm + ":" + credentials.password());
    if (isSession()) {
      secret = algorithm.hash(secret + ":" + nonce + ":" + clientNonce);
    }
    // Requests of this client have no body: its hash is the hash of nothing.
    String integrity = "auth-int".equals(qop) ? ":" + algorithm.hash("") : "";
    String request = algorithm.hash(method + ":" + uri + integrity);
    String between = qop == null ? nonce : nonce + ":" + nonceCount + ":" + clientNonce + ":" + qop;
    return algorithm.hash(secret + ":" + between + ":" + request);
  }

  private boolean isSession() {
    return challenge.parameter("algorithm").toLowerCase(Locale.ROOT).endsWith("-sess");
  }

  private static void quoted(StringBuilder out, String name, String value) {
    out.append(name).append("=\"");
    out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }
}
