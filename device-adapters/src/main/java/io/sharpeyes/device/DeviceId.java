package io.sharpeyes.device;

/**
 * The identifier of a device as the registry knows it; on MQTT it is the authenticated user name.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

  private static final int LONGEST = 64;

  /**
   * Checks the identifier.
   *
   * @throws IllegalArgumentException if the value has another form
   */
  public DeviceId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "A device identifier has 1 to 64 characters of A-Z a-z 0-9 . _ : -");
    }
  }

  /** Says whether a text has the form of an identifier. */
  public static boolean isValid(String value) {
    if (value.isEmpty() || value.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isValid(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** By hand, for this is asked of every message: a pattern took 3 % of a profile. */
  private static boolean isValid(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '-';
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
