package io.sharpeyes.device;

import java.util.regex.Pattern;

/**
 * The identifier of a device as the registry knows it; on MQTT it is the authenticated user name.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

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
    return VALID.matcher(value).matches();
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
