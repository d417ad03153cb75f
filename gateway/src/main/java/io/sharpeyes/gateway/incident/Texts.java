package io.sharpeyes.gateway.incident;

/** Checks what people write. */
final class Texts {

  private Texts() {}

  /**
   * A text that must be there.
   *
   * @throws Rejected if it is blank or too long
   */
  static String required(String name, String text, int longest) {
    if (text.isBlank()) {
      throw Rejected.invalid(name + " is missing");
    }
    return optional(name, text, longest);
  }

  /**
   * A text that may be empty.
   *
   * @throws Rejected if it is too long
   */
  static String optional(String name, String text, int longest) {
    if (text.length() > longest) {
      throw Rejected.invalid(
          name + " has " + text.length() + " characters, at most " + longest + " are taken");
    }
    return text;
  }
}
