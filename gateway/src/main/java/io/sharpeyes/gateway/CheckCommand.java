package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.SettingsProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints all that is wrong with settings and registry files. */
@Command(
    name = "check",
    description = {
      "Prints ALL that is wrong with the settings and the registry folder.",
      "Each with file, line, key or column, and the mend. Changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 nothing is wrong, 2 something is."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    GatewaySettings.Reading reading = config.read();
    GatewaySettings settings = reading.best();
    if (!config.isReadable()) {
      reading.problems().forEach(out::println);
      out.flush();
      return 2; // What the defaults lack says nothing of the file that was meant.
    }
    reading.warnings().forEach(warning -> out.println("Note: " + warning));

    List<SettingsProblem> problems = new ArrayList<>(reading.problems());
    problems.addAll(settings.missingFiles());
    checkKeyFile(settings, problems);
    problems.forEach(out::println);

    RegistryReading registry =
        new RegistryReader(settings.coordinates()).readFolder(settings.registry());
    registry.problems().forEach(out::println);
    long count = problems.size() + registry.problemCount();
    registry.registry().ifPresent(found -> out.println(counts(found)));
    out.println(count == 0 ? "Nothing is wrong." : told(count, registry));
    out.flush();
    return count == 0 ? 0 : 2;
  }

  private static void checkKeyFile(GatewaySettings settings, List<SettingsProblem> problems) {
    if (!Files.exists(settings.access().keyFile())) {
      return; // made when it is needed
    }
    try {
      KeyFile.load(settings.access().keyFile(), settings.data());
    } catch (IOException e) {
      problems.add(
          new SettingsProblem(
              settings.access().keyFile().toString(),
              "access.keyFile",
              "the key file can't be used",
              String.valueOf(e.getMessage())));
    }
  }

  private static String counts(Registry registry) {
    return "Registry: %d districts, %d sites, %d devices, %d cameras, %d units, %d people."
        .formatted(
            registry.districts().size(),
            registry.sites().size(),
            registry.devices().size(),
            registry.cameras().size(),
            registry.units().size(),
            registry.people().size());
  }

  private static String told(long count, RegistryReading registry) {
    long hidden = registry.problemCount() - registry.problems().size();
    return count
        + (count == 1 ? " problem" : " problems")
        + (hidden > 0 ? ", of which " + hidden + " are not shown" : "")
        + ".";
  }
}
