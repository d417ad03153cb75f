package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's words: each in both languages, and each that is asked for is there. */
class ConsoleWordsTest {

  private static final Path CONSOLE = Path.of("src/main/resources/console");
  private static final Pattern ENTRY =
      Pattern.compile(
          "^ {2}(?:'([^']+)'|(\\w+)): \\['((?:[^'\\\\]|\\\\.)*)', '((?:[^'\\\\]|\\\\.)*)'\\],?$");
  private static final Pattern ASKED = Pattern.compile("\\bt\\('([^']+)'[,)]");

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
    }
  }

  private static Map<String, List<String>> words() throws IOException {
    Map<String, List<String>> words = new TreeMap<>();
    List<String> unread = new ArrayList<>();
    for (Path file : files(CONSOLE.resolve("words"))) {
      for (String line : Files.readAllLines(file)) {
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
          String key = entry.group(1) == null ? entry.group(2) : entry.group(1);
          words.put(key, List.of(entry.group(3), entry.group(4)));
        } else if (line.contains("['")) {
          unread.add(file.getFileName() + ": " + line);
        }
      }
    }
    assertThat(unread).as("one word a line: 'key': ['中文', 'English'],").isEmpty();
    return words;
  }

  @Test
  void eachStandsInBothLanguagesWithTheSameGaps() throws IOException {
    Pattern gap = Pattern.compile("\\{\\w+}");
    words()
        .forEach(
            (key, pair) ->
                assertThat(gaps(gap, pair.get(0))).as(key).isEqualTo(gaps(gap, pair.get(1))));
  }

  private static Set<String> gaps(Pattern gap, String text) {
    Set<String> gaps = new TreeSet<>();
    Matcher matcher = gap.matcher(text);
    while (matcher.find()) {
      gaps.add(matcher.group());
    }
    return gaps;
  }

  @Test
  void eachThatIsAskedForIsThere() throws IOException {
    Map<String, List<String>> words = words();
    TreeSet<String> missing = new TreeSet<>();
    for (Path file : files(CONSOLE)) {
      Matcher asked = ASKED.matcher(Files.readString(file));
      while (asked.find()) {
        if (!words.containsKey(asked.group(1))) {
          missing.add(CONSOLE.relativize(file) + ": " + asked.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void nothingInTheConsoleMakesMarkupOfText() throws IOException {
    Pattern forbidden =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");
    for (Path file : files(CONSOLE)) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(forbidden);
    }
  }
}
