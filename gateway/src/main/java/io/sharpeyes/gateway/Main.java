package io.sharpeyes.gateway;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code java -jar sharp-eyes-gateway.jar COMMAND}. */
@Command(
    name = "sharp-eyes-gateway",
    description = "Takes the press of a one-key alarm button to a dispatcher's desk.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      CheckCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      KeysCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      AuditCommand.class,
      EvidenceCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed at run time, 2 wrong arguments, settings or registry."
    })
public final class Main implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything
  private CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(Running::onUncaught);
    int code = commandLine().execute(arguments);
    System.exit(code);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, result) -> {
              command.getErr().println(command.getColorScheme().errorText(Failure.told(failure)));
              return 1;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "sharp-eyes-gateway " + (version == null ? "(not from its jar)" : version),
        "Java " + Runtime.version()
      };
    }
  }
}
