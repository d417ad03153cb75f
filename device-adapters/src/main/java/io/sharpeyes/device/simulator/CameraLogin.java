package io.sharpeyes.device.simulator;

/**
 * What a simulated camera asks for before it shows anything.
 *
 * @param scheme how it asks
 * @param user the only user it knows
 * @param password that user's password
 */
public record CameraLogin(Scheme scheme, String user, String password) {

  /** The ways of asking that are met in the field. */
  public enum Scheme {
    /** Anybody may look. */
    NONE,
    /** RFC 7617. */
    BASIC,
    /** RFC 2069: MD5 without {@code qop}, as many cameras and GStreamer do. */
    DIGEST_MD5,
    /** RFC 2617: MD5 with {@code qop="auth"}. */
    DIGEST_MD5_QOP,
    /** RFC 7616: SHA-256 with {@code qop="auth"}. */
    DIGEST_SHA256
  }

  /** No login at all. */
  public static CameraLogin open() {
    return new CameraLogin(Scheme.NONE, "", "");
  }

  /** The most usual digest. */
  public static CameraLogin digest(String user, String password) {
    return new CameraLogin(Scheme.DIGEST_MD5, user, password);
  }

  /** Leaves the password out, so that a log can't hold it. */
  @Override
  public String toString() {
    return "CameraLogin[" + scheme + ", " + user + "]";
  }
}
