package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmCodeTest {

  @ParameterizedTest
  @CsvSource({
    // code, priority, quiet, system
    "100, 2, false, false",
    "110, 1, false, false",
    "118, 1, false, false",
    "120, 2, false, false",
    "121, 1, true, false",
    "122, 1, true, false",
    "123, 2, false, false",
    "130, 3, false, false",
    "144, 3, false, false",
    "147, 4, false, true",
    "151, 1, false, false",
    "154, 3, false, false",
    "162, 1, false, false",
    "301, 4, false, true",
    "302, 4, false, true",
    "341, 3, false, false",
    "383, 3, false, false",
    "602, 4, false, true",
    // What nobody knows may still be somebody who needs help.
    "0, 2, false, false",
    "199, 2, false, false",
    "999, 2, false, false"
  })
  void eachCodeHasItsPriority(int code, int priority, boolean quiet, boolean system) {
    AlarmCode alarm = new AlarmCode(code);
    assertThat(alarm.priority()).isEqualTo(priority);
    assertThat(alarm.isQuiet()).isEqualTo(quiet);
    assertThat(alarm.isSystem()).isEqualTo(system);
    assertThat(alarm.isDuress()).isEqualTo(code == 121);
  }
}
