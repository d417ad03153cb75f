package io.sharpeyes.gateway;

import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds the settings. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ConfigOptions {

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The settings; config/gateway.yaml is the annotated reference.")
  private Path file;

  @Option(names = "--data", paramLabel = "DIR", description = "Overrides data.")
  private @Nullable Path data;

  boolean isReadable() {
    return Files.isReadable(file);
  }

  GatewaySettings.Reading read() {
    return GatewaySettings.load(
        file, System.getenv(), data == null ? Map.of() : Map.of("data", data.toString()));
  }

  /** The settings, or nothing after all that is wrong was printed. */
  Optional<GatewaySettings> settings(PrintWriter err) {
    GatewaySettings.Reading reading = read();
    reading.warnings().forEach(err::println);
    reading.problems().forEach(err::println);
    return reading.settings();
  }
}
