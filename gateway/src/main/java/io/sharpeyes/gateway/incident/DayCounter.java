package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Numbers what is opened on a day: {@code 20261122-0001}, from 1, at least four digits. The number
 * can be taken back.
 */
final class DayCounter {

  private final String prefix;
  private final ZoneId zone;
  private final Undo undo;
  private int day;
  private int last;

  DayCounter(String prefix, ZoneId zone, Undo undo) {
    this.prefix = prefix;
    this.zone = zone;
    this.undo = undo;
  }

  /** The id that would be next at this time; it counts only when it is {@link #seen}. */
  String next(Instant at) {
    LocalDate date = at.atZone(zone).toLocalDate();
    int today =
        Math.max(day, date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth());
    int number = today == day ? last + 1 : 1;
    return id(today, number);
  }

  private static String pad(int number) {
    String digits = Integer.toString(10_000 + number);
    return digits.substring(1);
  }

  /** Takes note of an id that was given. */
  void seen(String id) {
    int dash = id.indexOf('-', prefix.length());
    int idDay = Integer.parseInt(id.substring(prefix.length(), dash));
    int number = Integer.parseInt(id.substring(dash + 1));
    if (idDay > day || (idDay == day && number > last)) {
      int dayBefore = day;
      int lastBefore = last;
      undo.add(
          () -> {
            day = dayBefore;
            last = lastBefore;
          });
      day = idDay;
      last = number;
    }
  }

  /** The last id given, for {@link #restore}; empty if there is none. */
  String last() {
    return last == 0 ? "" : id(day, last);
  }

  private String id(int onDay, int number) {
    return prefix + onDay + (number < 10_000 ? "-" + pad(number) : "-" + number);
  }

  /** Goes on after an id that was the {@link #last}. */
  void restore(String id) {
    if (!id.isEmpty()) {
      seen(id);
    }
  }
}
