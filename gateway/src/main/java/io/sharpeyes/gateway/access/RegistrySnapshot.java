package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Registry;

/**
 * The registry and the credentials that belong to it, one consistent state.
 *
 * @param version names it: the SHA-256 of its file; empty before the first import
 * @param registry what stands where and who is who
 * @param credentials the stored forms of their secrets
 */
public record RegistrySnapshot(String version, Registry registry, CredentialStore credentials) {

  /** Before the first import. */
  public static final RegistrySnapshot EMPTY =
      new RegistrySnapshot("", Registry.EMPTY, CredentialStore.EMPTY);
}
