package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes and rotates the key file. */
@Command(
    name = "keys",
    description = {
      "Makes and rotates the key file, under which secrets are kept.",
      "It (access.keyFile) lies outside the data folder and is readable by its owner "
          + "only. Keep a copy of it in a safe place, apart from the backups: without it no "
          + "device can sign in and no camera password can be read."
    },
    mixinStandardHelpOptions = true,
    subcommands = {KeysCommand.Create.class, KeysCommand.Rotate.class, KeysCommand.Public.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say keys create, keys rotate or keys public.");
  }

  /** Makes the file. */
  @Command(
      name = "create",
      description = "Makes a new key file. Never touches one that is there.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Create implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Override
    public Integer call() throws IOException {
      Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
      if (settings.isEmpty()) {
        return 2;
      }
      Path file = settings.get().access().keyFile();
      KeyFile.create(file, settings.get().data(), Instant.now());
      spec.commandLine().getOut().println("The key file " + file + " was made. Keep a copy safe.");
      return 0;
    }
  }

  /** Prints the public key. */
  @Command(
      name = "public",
      description = {
        "Prints the public key (PEM) with which others verify evidence and receipts of this",
        "gateway. It is no secret; hand it over by another way than the evidence."
      },
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Public implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Option(
        names = "--version-number",
        paramLabel = "N",
        description = "An older version's, for what was signed before a rotation.")
    private @Nullable Integer version;

    @Override
    public Integer call() throws IOException {
      Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
      if (settings.isEmpty()) {
        return 2;
      }
      Keys keys = KeyFile.load(settings.get().access().keyFile(), settings.get().data());
      try {
        PublicKey key = keys.publicKey(version == null ? keys.version() : version);
        spec.commandLine().getOut().print(PublicKeyFile.pem(key));
        spec.commandLine().getOut().flush();
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
      return 0;
    }
  }

  /** Adds a version and brings what is stored to it. */
  @Command(
      name = "rotate",
      description = {
        "Makes new keys and brings everything that is stored to them; then the old key file is of",
        "no use for it. The gateway must be stopped. Devices and people notice nothing."
      },
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Rotate implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Override
    public Integer call() throws IOException {
      Optional<GatewaySettings> settings = config.settings(spec.commandLine().getErr());
      if (settings.isEmpty()) {
        return 2;
      }
      Path file = settings.get().access().keyFile();
      Path data = settings.get().data();
      try (DataFolder held = DataFolder.lock(data)) {
        // The file keeps the old keys too: if this stops half-way, the next start goes on with it.
        Keys keys = KeyFile.rotate(file, data, Instant.now());
        new RegistryVersions(held.registry(), keys).reseal(Instant.now());
        spec.commandLine()
            .getOut()
            .printf(
                "The key file %s has version %d now. Keep a copy safe.%n", file, keys.version());
      }
      return 0;
    }
  }
}
