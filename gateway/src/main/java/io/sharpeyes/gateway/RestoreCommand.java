package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.AuditCheck;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts a backup back. */
@Command(
    name = "restore",
    description = {
      "Puts a backup into an empty data folder, after checking it.",
      "What was stored after the backup was made is not in it; desks and devices begin "
          + "anew by themselves. The key file (access.keyFile) must be the one that the "
          + "gateway had: put its copy back first."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong arguments or settings."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the backup.")
  private Path folder;

  @Option(names = "--check", description = "Only checks the backup, and changes nothing.")
  private boolean checkOnly;

  @Override
  public Integer call() throws IOException, SQLException {
    Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
    if (settings.isEmpty()) {
      return 2;
    }
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), "There is no folder " + folder + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path data = settings.get().data();
    BackupManifest manifest =
        checkOnly ? DataBackup.check(folder) : DataBackup.restore(folder, data);
    out.printf(
        "The backup of %s is whole: the log's events %d to %d.%n",
        manifest.at(), manifest.log().first(), manifest.log().last());
    Path restored = checkOnly ? folder : data;
    boolean fits = tryKeys(settings.get().access().keyFile(), restored, out);
    if (!checkOnly) {
      out.println("It was restored into " + data + ". Start the gateway with: serve --config FILE");
    }
    return fits ? 0 : 1;
  }

  /** Whether the key file is the one that the backup was made under. */
  private static boolean tryKeys(Path file, Path data, PrintWriter out) throws SQLException {
    try {
      Keys keys = KeyFile.load(file, data);
      new RegistryVersions(DataFolder.registry(data), keys).load();
      AuditCheck.Report audit = AuditCheck.verify(DataFolder.audit(data), keys, null);
      if (audit.isSound()) {
        return true;
      }
      out.println("Its audit is not sound with the key file " + file + ": " + audit.fault() + ".");
    } catch (IOException e) {
      out.println(e.getMessage());
    }
    out.println(
        "The backup is of no use without the key file that it was made under: put the copy that you"
            + " keep in a safe place to "
            + file
            + ".");
    return false;
  }
}
