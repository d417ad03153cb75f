package io.sharpeyes.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code docs/mqtt-conformance.md} against the tests, so that it can't rot. */
class ConformanceTableTest {

  private static final Path TABLE = Path.of("..", "docs", "mqtt-conformance.md");
  private static final Pattern REFERENCE = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Set<String> REASONS =
      Set.of(
          "client",
          "no-forward",
          "no-retained",
          "no-qos2-out",
          "no-alias-out",
          "no-strings",
          "no-shared",
          "no-auth");

  private record Row(String statement, String keptBy) {}

  private static List<Row> rows(String version) throws IOException {
    String text = Files.readString(TABLE);
    int start = text.indexOf("## MQTT " + version + "\n");
    int end = text.indexOf("\n## ", start + 1);
    assertThat(start).as("the section of version " + version).isPositive();
    List<Row> rows = new ArrayList<>();
    for (String line : text.substring(start, end < 0 ? text.length() : end).split("\n", -1)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[1].strip().startsWith("MQTT-")) {
        rows.add(new Row(cells[1].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  private static List<String> statements(String version) throws IOException {
    String file = "/mqtt/statements-" + version + ".txt";
    try (InputStream in = ConformanceTableTest.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in == null ? new byte[0] : in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5.0"})
  void every_statement_stands_in_the_table_once(String version) throws IOException {
    assertThat(rows(version))
        .extracting(Row::statement)
        .containsExactlyElementsOf(statements(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5.0"})
  void every_test_that_is_named_exists(String version) throws IOException {
    for (Row row : rows(version)) {
      Matcher named = REFERENCE.matcher(row.keptBy());
      while (named.find()) {
        assertThat(tests(named.group(1))).as(row.statement()).contains(named.group(2));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5.0"})
  void every_statement_has_a_test_or_a_known_reason(String version) throws IOException {
    for (Row row : rows(version)) {
      for (String part : row.keptBy().split("<br>", -1)) {
        assertThat(
                REFERENCE.matcher(part).matches()
                    || REASONS.contains(part)
                    || part.startsWith("deviation: "))
            .as(row.statement() + " is kept by: " + part)
            .isTrue();
      }
    }
  }

  private static List<String> tests(String simpleName) {
    try {
      Class<?> type = Class.forName(ConformanceTableTest.class.getPackageName() + "." + simpleName);
      return Arrays.stream(type.getDeclaredMethods())
          .filter(
              method ->
                  method.isAnnotationPresent(Test.class)
                      || method.isAnnotationPresent(ParameterizedTest.class))
          .map(Method::getName)
          .toList();
    } catch (ClassNotFoundException missing) {
      throw new AssertionError("no test class " + simpleName, missing);
    }
  }
}
