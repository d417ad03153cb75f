package io.sharpeyes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every overload case, small: nothing acknowledged is lost or doubled, and nobody is falsely
 * offline. How long it takes is {@link Overload}'s to tell, on a machine that does nothing else.
 */
@Timeout(600)
class OverloadIT {

  @ParameterizedTest
  @EnumSource
  void nothingAcknowledgedIsLost(OverloadCase what) throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    Assumptions.assumeTrue(
        root || what != OverloadCase.FULL_DISK,
        "SKIPPED: a small tmpfs can be mounted by root only");
    assertThat(new Overload(what, 300, 3, 20).run()).isEmpty();
  }
}
