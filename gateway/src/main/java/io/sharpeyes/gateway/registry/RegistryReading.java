package io.sharpeyes.gateway.registry;

import java.util.List;
import java.util.Optional;

/**
 * What reading registry files gave: a registry, or problems.
 *
 * @param registry the whole registry as it would be; empty if there is a problem
 * @param secrets what stood in the secret columns; nothing if there is a problem
 * @param problems the first 1,000
 * @param problemCount how many there are in all
 */
public record RegistryReading(
    Optional<Registry> registry,
    RegistrySecrets secrets,
    List<RegistryProblem> problems,
    long problemCount) {

  /** Copies the list. */
  public RegistryReading {
    problems = List.copyOf(problems);
  }
}
