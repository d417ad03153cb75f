package io.sharpeyes.gateway.settings;

/**
 * Something wrong in the settings, and how to mend it.
 *
 * @param where the file and line, the environment variable or the option
 * @param key the path of the key, for instance {@code mqtt.port}; empty if it is about the whole
 * @param message what is wrong
 * @param mend what to do
 */
public record SettingsProblem(String where, String key, String message, String mend) {

  /** One line for a person: {@code gateway.yaml:12:mqtt.port: "abc" is not a whole number. …}. */
  @Override
  public String toString() {
    return where + (key.isEmpty() ? "" : ":" + key) + ": " + message + ". " + mend;
  }
}
