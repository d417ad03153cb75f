package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every threat in {@code SECURITY.md} names a test, and every test that it names is there. */
class SecurityClaimsTest {

  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

  @Test
  void everyNamedTestExists() throws IOException {
    Map<String, String> tests = tests();
    int threats = 0;
    for (String line : Files.readAllLines(Path.of("../SECURITY.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 5 || cells[1].contains("---") || cells[1].strip().equals("threat")) {
        continue;
      }
      threats++;
      Matcher named = NAMED.matcher(cells[3]);
      int found = 0;
      while (named.find()) {
        found++;
        String text = tests.get(named.group(1));
        assertThat(text).as("the test %s", named.group(1)).isNotNull();
        if (named.group(2) != null) {
          assertThat(text).as("in " + named.group(1)).contains("void " + named.group(2) + "(");
        }
      }
      assertThat(found).as("tests for:" + cells[1]).isPositive();
    }
    assertThat(threats).isGreaterThan(20);
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String root : List.of("src/test/java", "../device-adapters/src/test/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          tests.put(name, Files.readString(file));
        }
      }
    }
    return tests;
  }
}
