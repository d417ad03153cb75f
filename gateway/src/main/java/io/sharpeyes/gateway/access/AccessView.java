package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * People and their passwords as they stand now. Any thread.
 *
 * @param registry gives the registry
 * @param credentials gives the credentials that belong to it
 */
record AccessView(Supplier<Registry> registry, Supplier<CredentialStore> credentials) {

  Optional<Person> person(String user) {
    return registry.get().person(user);
  }

  @Nullable String passwordHash(String user) {
    return credentials.get().passwordHash(user);
  }
}
