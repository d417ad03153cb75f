package io.sharpeyes.device.simulator;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program of this machine that a test runs as a real peer. */
final class TestProgram {

  private TestProgram() {}

  /** What it printed to either stream. */
  record Run(int exitCode, String output) {}

  /** Runs it for at most a minute. If it isn't installed, the test is skipped, in CI it fails. */
  static Run run(String... command) throws IOException, InterruptedException {
    require(command[0]);
    Path output = Files.createTempFile("program", ".out");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Run(-1, "still running after 60 s: " + Files.readString(output));
      }
      return new Run(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  private static void require(String program) {
    boolean installed =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getenv().getOrDefault("PATH", ""))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!installed && "true".equals(System.getenv("CI"))) {
      Assertions.fail(program + " is not installed; .ci/run installs it");
    }
    if (!installed) {
      Assumptions.abort("SKIPPED: " + program + " is not installed; .ci/run installs it");
    }
  }
}
