package io.sharpeyes.gateway.settings;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of settings as values. Pure. */
final class SettingText {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?([a-z]+)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,15}) ?([A-Za-z]*)");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  private static final Map<String, Long> UNIT_NANOS =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> UNIT_BYTES =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);

  private SettingText() {}

  /** {@code 500ms}, {@code 30s}, {@code 10min}, {@code 12h}, {@code 30d}, {@code PT5M}, 0. */
  static Duration duration(String text) throws SettingFault {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher short_ = DURATION.matcher(text);
    if (short_.matches() && UNIT_NANOS.containsKey(short_.group(2))) {
      BigDecimal nanos =
          new BigDecimal(short_.group(1))
              .multiply(BigDecimal.valueOf(UNIT_NANOS.getOrDefault(short_.group(2), 0L)));
      BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
      return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException e) {
        // told below
      }
    }
    throw fault(text, "a duration", "a number with ms, s, min, h or d, for instance 30s");
  }

  /** {@code 4096}, {@code 256MB} (10⁶), {@code 256MiB} (2²⁰). */
  static long bytes(String text) throws SettingFault {
    Matcher matcher = BYTES.matcher(text);
    Long unit = matcher.matches() ? UNIT_BYTES.get(matcher.group(2)) : null;
    if (unit != null) {
      try {
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
      } catch (ArithmeticException e) {
        // told below
      }
    }
    throw fault(text, "a size", "a number with kB, MB, GB, KiB, MiB or GiB, for instance 256MiB");
  }

  static long whole(String text, long least, long most) throws SettingFault {
    if (!WHOLE.matcher(text).matches()) {
      throw fault(text, "a whole number", "digits only");
    }
    long value = Long.parseLong(text);
    if (value < least || value > most) {
      throw fault(text, "a number that fits", "one from " + least + " to " + most);
    }
    return value;
  }

  static double number(String text) throws SettingFault {
    if (!NUMBER.matcher(text).matches()) {
      throw fault(text, "a number", "digits, with a point if you need one");
    }
    return Double.parseDouble(text);
  }

  static boolean yes(String text) throws SettingFault {
    if (!text.equals("true") && !text.equals("false")) {
      throw fault(text, "a yes or no", "true or false");
    }
    return text.equals("true");
  }

  static ZoneId zone(String text) throws SettingFault {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw fault(text, "a time zone", "one such as Asia/Shanghai");
    }
  }

  static Enum<?> oneOf(String text, Class<?> type) throws SettingFault {
    Enum<?>[] values = (Enum<?>[]) type.getEnumConstants();
    for (Enum<?> value : values) {
      if (wireName(value).equals(text)) {
        return value;
      }
    }
    String words =
        Arrays.stream(values).map(SettingText::wireName).collect(Collectors.joining(", "));
    throw new SettingFault(quoted(text) + " is none of " + words, "Write one of them.");
  }

  static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static SettingFault fault(String text, String kind, String mend) {
    return new SettingFault(quoted(text) + " is not " + kind, "Write " + mend + ".");
  }

  private static String quoted(String text) {
    return '"' + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + '"';
  }
}
