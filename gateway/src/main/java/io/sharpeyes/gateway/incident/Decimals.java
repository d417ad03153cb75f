package io.sharpeyes.gateway.incident;

/** Writes numbers with few decimals. */
final class Decimals {

  /** How many characters a number has at most. */
  static final int LONGEST = 24;

  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
  private static final double LARGEST = 1e9;

  private Decimals() {}

  /**
   * Writes a number rounded to so many decimals, without zeros at its end.
   *
   * @param decimals 0 to 6
   * @param to at least {@link #LONGEST} characters
   * @return how many characters it took; 0 if the number is too large for this, or none
   */
  static int write(double value, int decimals, char[] to) {
    if (!(Math.abs(value) < LARGEST)) {
      return 0;
    }
    long scaled = Math.round(Math.abs(value) * POWERS[decimals]);
    int places = decimals;
    while (places > 0 && scaled % 10 == 0) {
      scaled /= 10;
      places--;
    }
    int length = 0;
    if (value < 0 && scaled != 0) {
      to[length++] = '-';
    }
    length = digits(scaled / POWERS[places], 1, to, length);
    if (places > 0) {
      to[length++] = '.';
      length = digits(scaled % POWERS[places], places, to, length);
    }
    return length;
  }

  /** Writes at least so many digits from a place on; gives the place after them. */
  private static int digits(long number, int least, char[] to, int from) {
    int count = least;
    while (count < POWERS.length + 3 && number >= power(count)) {
      count++;
    }
    long rest = number;
    for (int i = from + count - 1; i >= from; i--) {
      to[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    return from + count;
  }

  private static long power(int exponent) {
    return exponent < POWERS.length
        ? POWERS[exponent]
        : POWERS[POWERS.length - 1] * POWERS[exponent - POWERS.length + 1];
  }
}
