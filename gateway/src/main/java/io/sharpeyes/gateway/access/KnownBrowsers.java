package io.sharpeyes.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Tells a desk's own browser from whoever sits behind the same address. A browser in which a user
 * signed in keeps a cookie that says so and proves nothing else; its tries are counted apart, so
 * that nobody who guesses passwords, from the same proxy or mobile network even, can make the desk
 * wait. It is bound to the user, so that it is of no use for guessing another's password. Any
 * thread.
 */
final class KnownBrowsers {

  private static final String PURPOSE = "known browser";
  private static final int NONCE_BYTES = 16;
  private static final int NONCE_CHARS = 22;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Keys keys;

  KnownBrowsers(Keys keys) {
    this.keys = keys;
  }

  /** A new cookie for a user. */
  String remember(String user) {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    String nonce = encoded(bytes);
    return nonce + mac(user, nonce);
  }

  /** Whether a try comes from a browser in which its user signed in before. */
  boolean knows(SignIn.Attempt attempt) {
    String cookie = attempt.browser();
    if (cookie == null || cookie.length() < NONCE_CHARS) {
      return false;
    }
    byte[] given = cookie.substring(NONCE_CHARS).getBytes(StandardCharsets.UTF_8);
    String right = mac(attempt.user(), cookie.substring(0, NONCE_CHARS));
    return Keys.isSame(given, right.getBytes(StandardCharsets.UTF_8));
  }

  /** Under what a try is counted: the browser, or else the address. */
  String origin(SignIn.Attempt attempt) {
    String cookie = attempt.browser();
    return cookie != null && knows(attempt)
        ? "browser " + cookie.substring(0, NONCE_CHARS)
        : attempt.address();
  }

  /**
   * Whose try it is: all known browsers of a user count as one, however many cookies they got, or
   * else the user from this address.
   */
  String whose(SignIn.Attempt attempt) {
    return attempt.user() + '\n' + (knows(attempt) ? "browser" : attempt.address());
  }

  private String mac(String user, String nonce) {
    return encoded(keys.mac(PURPOSE, user, nonce.getBytes(StandardCharsets.UTF_8)));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
