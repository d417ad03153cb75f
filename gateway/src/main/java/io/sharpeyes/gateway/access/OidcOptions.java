package io.sharpeyes.gateway.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose bearer tokens are taken.
 *
 * @param issuer the OpenID provider, exactly as in {@code iss}
 * @param audience this gateway, as in {@code aud}
 * @param clients which clients' tokens are taken, as in {@code azp} or {@code client_id}; empty for
 *     all that are made for the audience
 * @param jwksFile the provider's public keys, or null
 * @param jwksUrl where they are, or null
 * @param trust PEM file of the authority that signed the provider's certificate, or null for Java's
 * @param algorithms signatures that are taken; never one with a shared secret
 * @param userClaim which claim is the user name in the registry
 * @param clockSkew how far the provider's clock may be off
 * @param refreshEvery how often the keys are read
 * @param longest how long a token counts at most
 */
public record OidcOptions(
    String issuer,
    String audience,
    List<String> clients,
    @Nullable Path jwksFile,
    @Nullable String jwksUrl,
    @Nullable Path trust,
    List<String> algorithms,
    String userClaim,
    Duration clockSkew,
    Duration refreshEvery,
    Duration longest) {

  /** Copies the lists. */
  public OidcOptions {
    clients = List.copyOf(clients);
    algorithms = List.copyOf(algorithms);
  }
}
