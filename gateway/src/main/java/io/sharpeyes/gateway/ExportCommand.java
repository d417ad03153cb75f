package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.RegistrySnapshot;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryWriter;
import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the registry as CSV files. */
@Command(
    name = "export",
    description = {
      "Writes the registry as CSV files that import reads again.",
      "In UTF-8 and WGS 84. Secrets and passwords are never written; importing the "
          + "files leaves them as they are. A text that a spreadsheet would run as a formula "
          + "gets an apostrophe before it, which import takes away. May be run beside a "
          + "gateway that runs."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the files; made if it is missing.")
  private Path folder;

  @Option(names = "--overwrite", description = "Replaces files that are there already.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
    if (settings.isEmpty()) {
      return 2;
    }
    Path data = settings.get().data();
    RegistrySnapshot snapshot =
        new RegistryVersions(
                DataFolder.registry(data), KeyFile.load(settings.get().access().keyFile(), data))
            .load();
    Files.createDirectories(folder);
    for (RegistryFile file : RegistryWriter.write(snapshot.registry())) {
      write(folder.resolve(file.name()), file.content());
    }
    spec.commandLine().getOut().println("The registry was written to " + folder + ".");
    return 0;
  }

  private void write(Path file, byte[] content) throws IOException {
    OpenOption option = overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
    try {
      Files.write(
          file, content, option, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          file + " exists. Name another folder, or replace the files with --overwrite.", e);
    }
  }
}
