package io.sharpeyes.gateway.correlation;

import org.jspecify.annotations.Nullable;

/**
 * Why a camera or unit stands where it stands; the console words it in the reader's language.
 *
 * @param code a fixed word, for instance {@code distance}, {@code in-view}, {@code health}
 * @param value a number, text or truth value, or null if the code says all
 * @param unit the unit of a number ({@code m}, {@code deg}, {@code ms}, {@code s}), or null
 */
public record Reason(String code, @Nullable Object value, @Nullable String unit) {

  /** A reason whose code says all. */
  public static Reason of(String code) {
    return new Reason(code, null, null);
  }

  /** A reason with a text or truth value. */
  public static Reason of(String code, Object value) {
    return new Reason(code, value, null);
  }

  /** A reason with a measured number, rounded to whole units. */
  public static Reason of(String code, long value, String unit) {
    return new Reason(code, value, unit);
  }
}
