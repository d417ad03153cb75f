package io.sharpeyes.gateway;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs that nobody here wrote, and that a test talks with. */
final class Programs {

  private Programs() {}

  /**
   * Goes on only if the program is installed. Where it is missing the test says so and is skipped;
   * in CI, which installs it, it fails.
   */
  static void need(String program) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    String missing = program + " is not installed; .ci/run installs it";
    if (!there && System.getenv("CI") != null) {
      throw new AssertionError(missing);
    }
    Assumptions.assumeTrue(there, "SKIPPED: " + missing);
  }

  /** Where an installed program stands. */
  static Path path(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
