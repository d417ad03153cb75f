package io.sharpeyes.gateway.registry;

/**
 * Something wrong in registry files, and how to mend it.
 *
 * @param file the file's name
 * @param line the line in it, from 1; 0 if it is about the whole file
 * @param column the column's name; empty if it is about the whole line
 * @param message what is wrong; never shows a secret
 * @param mend what to do
 */
public record RegistryProblem(String file, int line, String column, String message, String mend) {

  /** One line for a person: {@code cameras.csv:17:azimuthDeg: "abc" is not a number. Write …}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    if (!column.isEmpty()) {
      text.append(':').append(column);
    }
    return text.append(": ").append(message).append(". ").append(mend).toString();
  }
}
