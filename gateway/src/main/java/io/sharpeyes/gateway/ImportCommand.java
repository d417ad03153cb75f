package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.OfflineImport;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.SettingsProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Changes the registry from files. */
@Command(
    name = "import",
    description = {
      "Takes registry files into the registry, all or nothing.",
      "districts.csv, sites.csv, devices.csv, cameras.geojson …: a file's name says "
          + "which table it is. Rows that are there already are changed, others are added; "
          + "nothing is taken away without --replace.",
      "",
      "A gateway that runs is changed over its API (--server, --user), one that is "
          + "stopped in its data folder (--config)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Secrets made for devices that had none are printed once, as id,secret.",
      "Exit codes: 0 done, 1 failed at run time, 2 something is wrong with arguments or files."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV or GeoJSON files.")
  private List<Path> files;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The settings of a gateway that is stopped.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "Overrides data; with --config.")
  private @Nullable Path data;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "A gateway that runs, for instance https://alarm.example.org.")
  private @Nullable URI server;

  @Option(names = "--user", paramLabel = "NAME", description = "An admin there; with --server.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The admin's password in its first line; asked for if there is none.")
  private @Nullable Path passwordFile;

  @Option(names = "--dry-run", description = "Only says what would change.")
  private boolean dryRun;

  @Option(
      names = "--replace",
      description = "Rows that a file doesn't have are taken away from its table.")
  private boolean replace;

  @Option(
      names = "--coordinates",
      paramLabel = "SYSTEM",
      converter = Coordinates.class,
      description = {
        "In which the places are written: wgs-84 (default), gcj-02 (Amap, Tencent) or",
        "bd-09 (Baidu)."
      })
  private CoordinateSystem coordinates = CoordinateSystem.WGS_84;

  /** The words of coordinate systems. */
  static final class Coordinates implements ITypeConverter<CoordinateSystem> {
    @Override
    public CoordinateSystem convert(String word) {
      return Arrays.stream(CoordinateSystem.values())
          .filter(system -> system.wireName().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + word
                          + "' is none of "
                          + Arrays.stream(CoordinateSystem.values())
                              .map(CoordinateSystem::wireName)
                              .collect(Collectors.joining(", "))));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((config == null) == (server == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Give one of --config (a stopped gateway) and --server (a running one).");
    }
    ImportPrinter printer = new ImportPrinter(spec.commandLine().getOut());
    if (config != null) {
      return offline(config, printer);
    }
    return online(server, printer);
  }

  private int online(@Nullable URI address, ImportPrinter printer)
      throws IOException, InterruptedException {
    if (address == null || user == null) {
      throw new ParameterException(spec.commandLine(), "--server needs --user.");
    }
    return printer.print(
        new ImportClient(address, user, passwordFile).send(files, coordinates, mode(), dryRun));
  }

  private int offline(Path file, ImportPrinter printer) throws IOException {
    Map<String, String> overrides = data == null ? Map.of() : Map.of("data", data.toString());
    GatewaySettings.Reading reading = GatewaySettings.load(file, System.getenv(), overrides);
    if (reading.settings().isEmpty()) {
      for (SettingsProblem problem : reading.problems()) {
        spec.commandLine().getErr().println(problem);
      }
      return 2;
    }
    return printer.print(offline(reading.settings().get()));
  }

  private JsonNode offline(GatewaySettings settings) throws IOException {
    Path folder = settings.data();
    try (DataFolder held = DataFolder.lock(folder)) {
      InstantSource clock = InstantSource.system();
      Keys keys = KeyFile.loadOrCreate(settings.access().keyFile(), folder, clock.instant());
      RegistryVersions versions = new RegistryVersions(held.registry(), keys);
      String who = "import@" + System.getProperty("user.name", "unknown");
      return new ObjectMapper()
          .valueToTree(
              new OfflineImport(versions, keys, clock)
                  .files(files, coordinates, mode(), dryRun, new Actor(who, who))
                  .answer());
    }
  }

  private ImportMode mode() {
    return replace ? ImportMode.REPLACE : ImportMode.MERGE;
  }
}
