package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DecimalsTest {

  private static String written(double value, int decimals) {
    char[] to = new char[Decimals.LONGEST];
    return new String(to, 0, Decimals.write(value, decimals, to));
  }

  @Example
  void numbersLookAsPeopleWriteThem() {
    assertThat(written(26.3123456, 6)).isEqualTo("26.312346");
    assertThat(written(62.0, 3)).isEqualTo("62");
    assertThat(written(0.05, 3)).isEqualTo("0.05");
    assertThat(written(-0.0001, 3)).isEqualTo("0");
    assertThat(written(-118.5, 6)).isEqualTo("-118.5");
    assertThat(written(0.9999999, 6)).isEqualTo("1");
    assertThat(written(999_999_999.999999, 6)).isEqualTo("999999999.999999");
    assertThat(written(10, 0)).isEqualTo("10");
  }

  @Example
  void whatIsTooLargeOrNoNumberIsLeftToOthers() {
    for (double value : new double[] {1e9, -1e9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(written(value, 6)).isEmpty();
    }
  }

  @Property
  void theyAreRoundedToTheNearest(
      @ForAll @DoubleRange(min = -999_999, max = 999_999) double value,
      @ForAll @IntRange(min = 0, max = 6) int decimals) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal read = new BigDecimal(written(value, decimals));
    BigDecimal half = BigDecimal.ONE.movePointLeft(decimals).divide(BigDecimal.valueOf(2));
    // Half a unit, and what a double can't tell apart.
    assertThat(read.subtract(exact).abs())
        .isLessThanOrEqualTo(half.add(new BigDecimal("0.000000001")));
    assertThat(read.setScale(decimals, RoundingMode.UNNECESSARY)).isEqualByComparingTo(read);
  }
}
