package io.sharpeyes.gateway;

import java.util.List;
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
    footer = {
      "",
      "Exit codes: 0 done, 1 failed at run time, 2 wrong arguments, settings or registry."
    })
public final class Main implements Runnable {

  private static final List<Class<?>> COMMANDS =
      List.of(
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
          EvidenceCommand.class);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything
  private CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(Running::onUncaught);
    int code = commandLine(arguments).execute(arguments);
    System.exit(code);
  }

  /** With the command that is named, for to look at all of them would delay the start; else all. */
  static CommandLine commandLine(String... arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(one -> arguments.length > 0 && name(one).equals(arguments[0]))
            .toList();
    CommandLine line = new CommandLine(new Main());
    (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
    return line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          command.getErr().println(command.getColorScheme().errorText(Failure.told(failure)));
          return 1;
        });
  }

  private static String name(Class<?> command) {
    Command annotation = command.getAnnotation(Command.class);
    return annotation == null ? "" : annotation.name();
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
