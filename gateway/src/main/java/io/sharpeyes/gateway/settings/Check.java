package io.sharpeyes.gateway.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;

/** What setting groups refuse, in the words that {@link SettingsBinder} tells on. */
final class Check {

  private Check() {}

  static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + " to " + most);
    }
  }

  static void between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + spoken(value) + ", must be " + spoken(least) + " to " + spoken(most));
    }
  }

  static void notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is empty, must be there");
    }
  }

  /** An address with one of the schemes, a host, and nothing secret in it. */
  static void uri(String name, String value, Set<String> schemes) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name + " is no address, must be like " + like(schemes), e);
    }
    if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(name + " is " + value + ", must be like " + like(schemes));
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          name + " has a password in it, must be without; there are keys for user and password");
    }
  }

  private static String like(Set<String> schemes) {
    return schemes.stream().sorted().findFirst().orElse("") + "://host:port";
  }

  static String spoken(Duration value) {
    long seconds = value.toSeconds();
    if (value.toNanosPart() != 0) {
      return value.toMillis() + "ms";
    }
    if (seconds != 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds != 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
  }
}
