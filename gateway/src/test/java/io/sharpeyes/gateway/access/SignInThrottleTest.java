package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

  private final SignInThrottle throttle = new SignInThrottle();
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");

  private void fail(String user, String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(user, address, now);
    }
  }

  @Test
  void doublesThePauseUpToAMinute() {
    fail("wang", "a", SignInThrottle.FREE_FAILURES - 1);
    assertThat(throttle.take("wang", "a", now)).isZero();
    long[] expected = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (long seconds : expected) {
      fail("wang", "a", 1);
      assertThat(throttle.take("wang", "a", now)).isEqualTo(Duration.ofSeconds(seconds));
    }
    now = now.plusSeconds(60);
    assertThat(throttle.take("wang", "a", now)).isZero();
  }

  @Test
  void forgetsAfterAnHourAndAfterSuccess() {
    fail("wang", "a", 20);
    now = now.plus(Duration.ofMinutes(61));
    fail("wang", "a", 1);
    assertThat(throttle.take("wang", "a", now)).isZero();
    fail("wang", "a", 20);
    throttle.succeeded("wang", "a", now);
    assertThat(throttle.take("wang", "a", now)).isZero();
  }

  @Test
  void limitsAnAddressThatTriesManyNamesButNotWhoIsKnownThere() {
    throttle.succeeded("wang", "a", now);
    for (int i = 0; i < SignInThrottle.ADDRESS_TRIES; i++) {
      assertThat(throttle.take("user-" + i, "a", now)).isZero();
    }
    assertThat(throttle.take("another", "a", now)).isEqualTo(Duration.ofSeconds(1));
    assertThat(throttle.take("wang", "a", now)).isZero();
    assertThat(throttle.take("another", "b", now)).isZero();
    now = now.plusSeconds(2);
    assertThat(throttle.take("another", "a", now)).isZero();
  }

  @Test
  void takesAnIpv6NetworkForOneAddress() {
    fail("wang", "2001:db8:1:2:3::1", SignInThrottle.FREE_FAILURES);
    assertThat(throttle.take("wang", "2001:db8:1:2:ffff::9", now)).isPositive();
    assertThat(throttle.take("wang", "2001:db8:1:3:3::1", now)).isZero();
  }

  @Test
  void staysBounded() {
    fail("victim", "x", 20);
    for (int i = 0; i < SignInThrottle.MOST_REMEMBERED + 10; i++) {
      throttle.failed("u" + i, "y", now);
    }
    assertThat(throttle.take("victim", "x", now)).as("the oldest is forgotten").isZero();
  }
}
