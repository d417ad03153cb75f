package io.sharpeyes.device.video;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests hold our files against. */
final class Tools {

  private Tools() {}

  /** Skips the test loudly where a program is missing; under CI, that is a failure. */
  static void require(String program) {
    boolean there =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    String missing = program + " is not installed; .ci/run installs it";
    if (!there && "true".equals(System.getenv("CI"))) {
      Assertions.fail(missing);
    }
    if (!there) {
      Assumptions.abort("SKIPPED: " + missing);
    }
  }

  /** Runs a program and returns what it wrote to its standard output. */
  static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        Assertions.fail(String.join(" ", command) + ": " + Files.readString(errors));
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
