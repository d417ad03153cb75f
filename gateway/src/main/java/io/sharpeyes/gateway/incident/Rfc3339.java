package io.sharpeyes.gateway.incident;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as in {@code 2026-11-22T08:15:30.123Z}: RFC 3339, UTC, milliseconds. By hand, because a
 * press writes a dozen of them and {@code DateTimeFormatter} takes a microsecond for each.
 */
final class Rfc3339 {

  /** How many characters one has. */
  static final int LENGTH = 24;

  private static final long DAY_S = 86_400;
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final String PATTERN = "dddd-dd-ddTdd:dd:dd.dddZ";

  private Rfc3339() {}

  /** Says whether a time has four digits of year, so that it can be written. */
  static boolean isWritable(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  /** Writes a time into the first {@link #LENGTH} characters. */
  static void write(Instant time, char[] to) {
    if (!isWritable(time)) {
      throw new DateTimeException("The year of " + time + " doesn't have four digits");
    }
    long epochDay = Math.floorDiv(time.getEpochSecond(), DAY_S);
    int second = (int) Math.floorMod(time.getEpochSecond(), DAY_S);
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    digits(to, 0, 4, date.getYear());
    to[4] = '-';
    digits(to, 5, 2, date.getMonthValue());
    to[7] = '-';
    digits(to, 8, 2, date.getDayOfMonth());
    to[10] = 'T';
    digits(to, 11, 2, second / 3600);
    to[13] = ':';
    digits(to, 14, 2, second / 60 % 60);
    to[16] = ':';
    digits(to, 17, 2, second % 60);
    to[19] = '.';
    digits(to, 20, 3, time.getNano() / 1_000_000);
    to[23] = 'Z';
  }

  private static void digits(char[] to, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      to[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Reads a time in this or any other form of RFC 3339 in UTC.
   *
   * @throws DateTimeException if it is none
   */
  static Instant read(String text) {
    if (!looksOwn(text)) {
      return Instant.parse(text);
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException(text + " is no time of day");
    }
    long seconds = day * DAY_S + hour * 3600L + minute * 60L + second;
    return Instant.ofEpochSecond(seconds, number(text, 20, 3) * 1_000_000L);
  }

  private static boolean looksOwn(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char expected = PATTERN.charAt(i);
      char c = text.charAt(i);
      if (expected == 'd' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }
}
