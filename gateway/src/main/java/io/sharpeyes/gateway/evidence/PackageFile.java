package io.sharpeyes.gateway.evidence;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a package, as its manifest has it.
 *
 * @param name in the package, with its folder
 * @param bytes its length
 * @param sha256 64 hexadecimal digits in lower case
 * @param camera what took it; null for what is no picture
 * @param kind {@code snapshot} or {@code clip}; null for what is no picture
 * @param from when it begins; null for what is no picture
 * @param to when it ends; null for what is no picture
 * @param asStored false if the file isn't any more what it was when it was stored
 */
record PackageFile(
    String name,
    long bytes,
    String sha256,
    @Nullable String camera,
    @Nullable String kind,
    @Nullable Instant from,
    @Nullable Instant to,
    boolean asStored) {

  static final int MOST_NAME_CHARS = 128;

  private static final Pattern NAME =
      Pattern.compile("(?:[a-z][a-z0-9-]{0,31}/)?[a-z0-9][A-Za-z0-9-]{0,63}\\.[a-z0-9]{1,8}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks it: a manifest comes from anywhere.
   *
   * @throws IllegalArgumentException if something can't be
   */
  PackageFile {
    if (!isName(name)) {
      throw new IllegalArgumentException("a file of a package can't be called '" + name + "'");
    }
    if (bytes < 0 || !SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the length or SHA-256 of " + name + " can't be");
    }
  }

  /** A file that is no picture. */
  static PackageFile plain(String name, long bytes, String sha256) {
    return new PackageFile(name, bytes, sha256, null, null, null, null, true);
  }

  /** Says whether a file in a package may be called so: neither a way out nor two names for one. */
  static boolean isName(String name) {
    return name.length() <= MOST_NAME_CHARS && NAME.matcher(name).matches();
  }
}
