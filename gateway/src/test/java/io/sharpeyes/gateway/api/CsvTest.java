package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r="})
  void noSpreadsheetTakesATextForAFormula(String start) {
    String text = start + "HYPERLINK(A1)";
    Answer answer = Csv.answer(List.of("name"), Stream.of(List.of(text, 7)));
    assertThat(answer.body().toString()).contains("'" + text).contains(",7");
  }
}
