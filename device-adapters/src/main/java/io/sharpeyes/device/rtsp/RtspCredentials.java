package io.sharpeyes.device.rtsp;

/**
 * Who a camera is told we are. Its text form never shows the password.
 *
 * @param user the user name; may be empty
 * @param password the password; may be empty
 */
public record RtspCredentials(String user, String password) {

  private static final int MAX_LENGTH = 256;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is over 256 characters or holds control characters
   */
  public RtspCredentials {
    check(user, "user name");
    check(password, "password");
  }

  private static void check(String value, String what) {
    if (value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A camera's " + what + " has at most 256 characters, none of them a control character");
    }
  }

  @Override
  public String toString() {
    return "RtspCredentials[password not shown]";
  }
}
