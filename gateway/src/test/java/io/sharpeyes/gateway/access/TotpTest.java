package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, the last six of eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void theSpecificationsExamples(long second, String code) {
    assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
  }

  /** RFC 4648 §10. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void base32(String text, String encoded) {
    assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
  }

  @Test
  void aClockMayBeOffByOneStepAndNoMore() {
    Instant now = Instant.ofEpochSecond(3_000);
    for (int off = -3; off <= 3; off++) {
      String code = Totp.code(SECRET, 100 + off);
      assertThat(Totp.stepOf(SECRET, code, now, Long.MIN_VALUE).isPresent())
          .as("off by " + off)
          .isEqualTo(Math.abs(off) <= 1);
    }
  }

  @Test
  void whatIsNotLaterThanTheLastOneIsOfNoUse() {
    Instant now = Instant.ofEpochSecond(3_000);
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 100), now, 100)).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 99), now, 100)).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 101), now, 100)).hasValue(101);
    assertThat(Totp.stepOf(SECRET, "", now, 0)).isEmpty();
    assertThat(Totp.stepOf(SECRET, "１２３４５６", now, 0)).isEmpty();
  }
}
