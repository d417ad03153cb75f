package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of figures that is printed, and takes the place of the block of the same name in {@code
 * docs/performance.md} if the program runs in the project's folder:
 *
 * <pre>
 * &lt;!-- name -->
 * …
 * &lt;!-- /name -->
 * </pre>
 */
public final class FiguresPage {

  private static final Path PAGE = Path.of("docs", "performance.md");

  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param name of its block in the page
   * @param columns their headings
   */
  public FiguresPage(String name, String... columns) {
    this.name = name;
    row((Object[]) columns);
    row(Arrays.stream(columns).map(column -> "---").toArray());
  }

  /** Adds a row; numbers with a fraction get one digit of it, from 100 on none. */
  public FiguresPage row(Object... cells) {
    lines.add(
        "| " + String.join(" | ", Arrays.stream(cells).map(FiguresPage::text).toList()) + " |");
    return this;
  }

  private static String text(Object cell) {
    if (!(cell instanceof Double number)) {
      return String.valueOf(cell);
    }
    return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.1f" : "%,.0f", number);
  }

  /** Adds a sentence below the table: what was measured how, or why a goal was missed. */
  public FiguresPage note(String sentence) {
    notes.add(sentence);
    return this;
  }

  /**
   * Prints the table and puts it into the page.
   *
   * @param command how to take the figures again
   */
  public void publish(String command) throws IOException {
    String block = block(command);
    System.out.println(block);
    if (!Files.exists(PAGE)) {
      System.out.println("Not written down: there is no " + PAGE + " here");
      return;
    }
    String page = Files.readString(PAGE);
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(PAGE + " has no block between " + begin.strip() + " and " + end);
    }
    Files.writeString(PAGE, page.substring(0, from + begin.length()) + block + page.substring(to));
  }

  private String block(String command) throws IOException {
    return "\n"
        + String.join("\n", lines)
        + "\n\n"
        + String.join("\n", notes)
        + (notes.isEmpty() ? "" : "\n")
        + machine()
        + ".\n\n    "
        + command
        + "\n\n";
  }

  /** The machine, the load of the last minute, and the date. */
  static String machine() throws IOException {
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", "");
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    String system =
        Files.readAllLines(Path.of("/etc/os-release")).stream()
            .filter(line -> line.startsWith("PRETTY_NAME="))
            .map(line -> line.replaceAll("PRETTY_NAME=|\"", ""))
            .findFirst()
            .orElse("Linux");
    return String.format(
        Locale.ROOT,
        "%d cores, %d GiB, %s, JDK %d, loopback; load %s; %s",
        Runtime.getRuntime().availableProcessors(),
        Math.round(Long.parseLong(memory) / 1048576.0),
        system,
        Runtime.version().feature(),
        load,
        LocalDate.now(Clock.systemUTC()));
  }

  /** The middle one of several; the mean of the two in the middle if their number is even. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
