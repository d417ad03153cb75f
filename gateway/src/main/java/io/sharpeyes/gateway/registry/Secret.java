package io.sharpeyes.gateway.registry;

import java.nio.charset.StandardCharsets;

/**
 * A password, PIN or key in clear text, on its short way from where it was read to where it is
 * turned into its stored form. Never prints itself.
 */
public final class Secret {

  private final String text;

  /** Takes the clear text. */
  public Secret(String text) {
    this.text = text;
  }

  /** The clear text. */
  public String reveal() {
    return text;
  }

  /** The clear text, UTF-8. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
