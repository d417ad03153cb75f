package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.response.EscalationPolicy;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Each default as the requirements have it, and each key that can't be used named. */
class SettingsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theDefaultsOfCorrelation() {
    CorrelationSettings settings = CorrelationSettings.DEFAULT;
    assertThat(settings.joinWithin()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.systemJoinWithin()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.pressKnownFor()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.lateAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.retainedFreshFor()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.areaSites()).isEqualTo(5);
    assertThat(settings.areaRadiusM()).isEqualTo(3_000);
    assertThat(settings.areaWithin()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.maxOpenIncidents()).isEqualTo(20_000);
    assertThat(settings.knownPressesPerDevice()).isEqualTo(20_000);
    assertThat(settings.knownPresses()).isEqualTo(500_000);
    assertThat(settings.longestWindow()).isEqualTo(Duration.ofHours(2));
    assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
  }

  @Test
  void theDefaultsOfResponse() {
    ResponseSettings settings = ResponseSettings.DEFAULT;
    assertThat(settings.escalation())
        .isEqualTo(new EscalationPolicy(Duration.ofSeconds(20), Duration.ofSeconds(60)));
    assertThat(settings.repeatAllDesksAfter()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.deskGoneAfter()).isEqualTo(Duration.ofSeconds(45));
    assertThat(settings.acceptWithin()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.maxAssignments()).isEqualTo(32);
  }

  private static CorrelationSettings correlation(
      Duration joinWithin, int areaSites, double areaRadiusM, int maxOpen, int presses) {
    return new CorrelationSettings(
        joinWithin,
        MINUTE,
        MINUTE,
        MINUTE,
        MINUTE,
        areaSites,
        areaRadiusM,
        MINUTE,
        maxOpen,
        presses,
        presses,
        MINUTE,
        ZoneId.of("UTC"));
  }

  @Test
  void aValueThatCannotBeUsedIsNamed() {
    correlation(MINUTE, 2, 10, 1, 1);
    assertThatThrownBy(() -> correlation(Duration.ZERO, 2, 10, 1, 1))
        .hasMessageContaining("joinWithin");
    assertThatThrownBy(() -> correlation(MINUTE, 1, 10, 1, 1)).hasMessageContaining("areaSites");
    assertThatThrownBy(() -> correlation(MINUTE, 2, Double.NaN, 1, 1))
        .hasMessageContaining("areaRadiusM");
    assertThatThrownBy(() -> correlation(MINUTE, 2, 10, 0, 1))
        .hasMessageContaining("maxOpenIncidents");
    assertThatThrownBy(() -> correlation(MINUTE, 2, 10, 1, 0))
        .hasMessageContaining("knownPressesPerDevice");
    assertThatThrownBy(
            () ->
                new ResponseSettings(
                    EscalationPolicy.DEFAULT, MINUTE, Duration.ofSeconds(-1), MINUTE, 1))
        .hasMessageContaining("deskGoneAfter");
    assertThatThrownBy(
            () -> new ResponseSettings(EscalationPolicy.DEFAULT, MINUTE, MINUTE, MINUTE, 0))
        .hasMessageContaining("maxAssignments");
  }
}
