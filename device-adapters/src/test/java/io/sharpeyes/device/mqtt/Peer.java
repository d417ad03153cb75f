package io.sharpeyes.device.mqtt;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that somebody else wrote, run as a peer. */
final class Peer implements AutoCloseable {

  final List<String> lines = new CopyOnWriteArrayList<>();
  private final Process process;
  private final Thread reader;

  private Peer(Path folder, List<String> command) {
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    reader = new Thread(this::read, "peer " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a program; if it isn't installed, the test is skipped, in CI it fails. */
  static Peer start(Path folder, String... command) {
    require(command[0]);
    return new Peer(folder, List.of(command));
  }

  /** Waits for the end, at most a minute, and gives the exit code. */
  int exitCode() {
    try {
      Assertions.assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running: " + lines);
      reader.join(5_000);
      return process.exitValue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Skips the test if a program is missing; fails it in CI. */
  static void require(String program) {
    boolean installed =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getenv().getOrDefault("PATH", "") + ":/usr/sbin")
            .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    if (!installed) {
      missing(program + " is not installed; .ci/run installs it");
    }
  }

  static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(what);
    }
    Assumptions.abort("SKIPPED: " + what);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = output.readLine()) != null) {
        lines.add(line);
      }
    } catch (IOException ended) {
      lines.add("(" + ended.getMessage() + ")");
    }
  }
}
