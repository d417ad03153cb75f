package io.sharpeyes.device.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says on one connection who we are: by digest (RFC 7616), by Basic (RFC 7617) only where the
 * camera offers no digest or TLS hides it. Used on the connection's event loop only.
 */
final class RtspAuthenticator {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CLIENT_NONCE_BYTES = 8;

  private final @Nullable RtspCredentials credentials;
  private final boolean basicAllowed;
  private @Nullable DigestAuthorization digest;
  private boolean basic;
  private boolean accepted;

  /**
   * Makes one.
   *
   * @param credentials null if the camera has none
   * @param basicAllowed false where the password must not be shown to whoever answers
   */
  RtspAuthenticator(@Nullable RtspCredentials credentials, boolean basicAllowed) {
    this.credentials = credentials;
    this.basicAllowed = basicAllowed;
  }

  /** The value of the {@code Authorization} header, or null as long as nobody asked. */
  @Nullable String header(String method, String uri) {
    if (digest != null) {
      byte[] random = new byte[CLIENT_NONCE_BYTES];
      RANDOM.nextBytes(random);
      return digest.header(method, uri, HexFormat.of().formatHex(random));
    }
    return basic && credentials != null ? basicHeader(credentials) : null;
  }

  private static String basicHeader(RtspCredentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Notes that the camera takes what it was told, and the nonce it wants next. */
  void onAccepted(RtspHeaders headers) {
    accepted = true;
    String info = headers.first("Authentication-Info");
    if (info != null && digest != null) {
      String next = RtspChallenge.parseParameters(info).get("nextnonce");
      if (next != null) {
        digest.useNonce(next);
      }
    }
  }

  /**
   * Takes the challenge of a 401.
   *
   * @param answered whether the refused request carried an {@code Authorization}
   * @return whether it makes sense to ask once more
   */
  boolean onUnauthorized(List<String> challengeHeaders, boolean answered) {
    List<RtspChallenge> challenges = RtspChallenge.parse(challengeHeaders);
    if (answered && !worthAnother(challenges)) {
      return false;
    }
    accepted = false;
    return choose(challenges);
  }

  /** Some cameras let a nonce grow old without saying {@code stale}: what worked may work again. */
  private boolean worthAnother(List<RtspChallenge> challenges) {
    return accepted
        || challenges.stream().anyMatch(it -> it.parameter("stale").equalsIgnoreCase("true"));
  }

  /** RFC 7616 §3.7: the first that we can answer, in the camera's order, but Basic last. */
  private boolean choose(List<RtspChallenge> challenges) {
    RtspCredentials known = credentials;
    if (known == null) {
      return false;
    }
    digest =
        challenges.stream()
            .map(challenge -> DigestAuthorization.of(known, challenge))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    boolean basicOffered = challenges.stream().anyMatch(it -> it.scheme().equals("basic"));
    basic = digest == null && basicOffered && basicAllowed;
    return digest != null || basic;
  }
}
