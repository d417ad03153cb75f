package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.AuditCheck;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the audit chain. */
@Command(
    name = "audit",
    description = "Looks after the audit (调阅留痕): who did and looked at what.",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.Verify.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say audit verify.");
  }

  /** Verifies the chain. */
  @Command(
      name = "verify",
      description = {
        "Goes through the whole chain and says whether a row was changed, moved, taken out or cut",
        "off. May be run beside a gateway that runs.",
        "",
        "That an older copy of the whole file was put back shows only against a head that was",
        "written down elsewhere: the gateway logs one every ten minutes (audit stands head=…)."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 sound, 1 not sound or not readable, 2 wrong arguments."})
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Option(
        names = "--expect",
        paramLabel = "COUNT:HASH",
        description = "A head from the log that the chain must contain.")
    private @Nullable String expected;

    @Override
    public Integer call() throws IOException, SQLException {
      Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
      if (settings.isEmpty()) {
        return 2;
      }
      Path data = settings.get().data();
      AuditCheck.Report report =
          AuditCheck.verify(
              DataFolder.audit(data),
              KeyFile.load(settings.get().access().keyFile(), data),
              expected);
      PrintWriter out = spec.commandLine().getOut();
      if (report.isSound()) {
        out.println("The audit is sound: " + report.rows() + " rows. Head: " + report.head());
        return 0;
      }
      out.println(
          "THE AUDIT IS NOT SOUND after row " + report.rows() + ": " + report.fault() + ".");
      return 1;
    }
  }
}
