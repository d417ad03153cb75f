package io.sharpeyes.gateway;

import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a backup. */
@Command(
    name = "backup",
    description = {
      "Copies all that a gateway has stored into a new folder.",
      "That is the log of all alarms, the registry, the audit and the MQTT sessions; "
          + "every row is checked. The gateway may run meanwhile: every alarm that was "
          + "acknowledged before the command began is in the backup.",
      "",
      "Not in it: the key file (access.keyFile), of which you keep a copy apart from "
          + "the backups, because who has both can sign in as any device; and pictures and "
          + "clips, which are files that never change: copy their folder with any tool."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong arguments or settings."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the backup; made if it is missing, else it must be empty.")
  private Path folder;

  @Override
  public Integer call() throws IOException, SQLException {
    Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
    if (settings.isEmpty()) {
      return 2;
    }
    Instant now = Instant.now();
    BackupManifest made = DataBackup.backup(settings.get().data(), folder, now);
    spec.commandLine()
        .getOut()
        .printf(
            "The backup %s holds the log's events %d to %d and %d files in all.%n"
                + "The key file %s is not in it: keep a copy of it elsewhere.%n",
            folder,
            made.log().first(),
            made.log().last(),
            made.files().size(),
            settings.get().access().keyFile());
    return 0;
  }
}
