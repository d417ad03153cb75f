package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.CredentialSealing;
import io.sharpeyes.gateway.access.CredentialStore;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A registry with its sealed credentials.
 *
 * @param registry what stands where and who is who
 * @param credentials the sealed secrets that belong to it
 * @param keys what they are sealed under
 */
record LoadedRegistry(Registry registry, CredentialStore credentials, Keys keys) {

  static LoadedRegistry load(GatewaySettings settings, Instant now) throws IOException {
    Path file = settings.access().keyFile();
    Keys keys =
        Files.exists(file)
            ? KeyFile.load(file, settings.data())
            : KeyFile.create(file, settings.data(), now);
    RegistryReading reading =
        new RegistryReader(settings.coordinates()).readFolder(settings.registry());
    if (reading.registry().isEmpty()) {
      throw new IOException(reading.problems().toString());
    }
    Registry registry = reading.registry().get();
    CredentialSealing.Sealed sealed =
        new CredentialSealing(keys).seal(reading.secrets(), CredentialStore.EMPTY, registry);
    return new LoadedRegistry(registry, sealed.store(), keys);
  }
}
