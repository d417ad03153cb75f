package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.registry.Person;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code access.*}: who gets in.
 *
 * @param keyFile the keys under which secrets are kept; outside the data folder
 * @param sessionLength after so long a person signs in again
 * @param sessionIdle after so long without a request or an open event stream too
 * @param secondFactorRoles the roles that can do nothing before they have set up a second factor
 * @param oidc bearer tokens of an OpenID provider
 */
public record AccessSettings(
    Path keyFile,
    Duration sessionLength,
    Duration sessionIdle,
    List<String> secondFactorRoles,
    Oidc oidc) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final AccessSettings DEFAULT =
      new AccessSettings(
          Path.of("keys/gateway.key"),
          Duration.ofHours(12),
          Duration.ofHours(2),
          List.of(),
          Oidc.DEFAULT);

  /**
   * Bearer tokens of an OpenID provider; none are taken without an issuer.
   *
   * @param issuer the provider, exactly as in {@code iss}; null for none
   * @param audience this gateway, as in {@code aud}
   * @param clients whose tokens are taken, as in {@code azp} or {@code client_id}; empty for all
   * @param jwksFile a file with the provider's public keys, or null
   * @param jwksUrl where they are, or null
   * @param trust PEM file of the authority that signed the provider's certificate, or null for
   *     Java's
   * @param algorithms signatures that are taken
   * @param userClaim which claim is the user name in the registry
   * @param clockSkew how far the provider's clock may be off
   * @param refreshEvery how often the keys are read
   */
  public record Oidc(
      @Nullable String issuer,
      String audience,
      List<String> clients,
      @Nullable Path jwksFile,
      @Nullable String jwksUrl,
      @Nullable Path trust,
      List<String> algorithms,
      String userClaim,
      Duration clockSkew,
      Duration refreshEvery) {

    private static final Set<String> ALGORITHMS =
        Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    /** No provider. */
    public static final Oidc DEFAULT =
        new Oidc(
            null,
            "sharp-eyes",
            List.of(),
            null,
            null,
            null,
            List.of("RS256", "PS256", "ES256"),
            "sub",
            Duration.ofSeconds(30),
            Duration.ofMinutes(15));

    /** Checks the values. */
    public Oidc {
      clients = List.copyOf(clients);
      algorithms = List.copyOf(algorithms);
      Check.notBlank("audience", audience);
      Check.notBlank("userClaim", userClaim);
      if (!ALGORITHMS.containsAll(algorithms) || algorithms.isEmpty()) {
        throw new IllegalArgumentException(
            "algorithms is " + algorithms + ", must be of RS256, PS256, ES256 and their siblings");
      }
      if (jwksUrl != null) {
        Check.uri("jwksUrl", jwksUrl, Set.of("https", "http"));
        String host = URI.create(jwksUrl).getHost();
        if (!jwksUrl.startsWith("https:") && !HERE.contains(String.valueOf(host))) {
          throw new IllegalArgumentException(
              "jwksUrl is " + jwksUrl + ", must be https:// outside this machine");
        }
      }
      if (issuer != null && (jwksFile == null) == (jwksUrl == null)) {
        throw new IllegalArgumentException(
            "issuer is set without its keys, must be with one of jwksFile and jwksUrl");
      }
      Check.between("clockSkew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
      Check.between("refreshEvery", refreshEvery, Duration.ofSeconds(10), Duration.ofDays(1));
    }

    private Oidc relativeTo(Path folder) {
      return new Oidc(
          issuer,
          audience,
          clients,
          jwksFile == null ? null : folder.resolve(jwksFile),
          jwksUrl,
          trust == null ? null : folder.resolve(trust),
          algorithms,
          userClaim,
          clockSkew,
          refreshEvery);
    }
  }

  /** Checks the values. */
  public AccessSettings {
    secondFactorRoles = List.copyOf(secondFactorRoles);
    Check.notBlank("keyFile", keyFile.toString());
    Check.between("sessionLength", sessionLength, Duration.ofMinutes(1), Duration.ofDays(30));
    Check.between("sessionIdle", sessionIdle, Duration.ofMinutes(1), Duration.ofDays(30));
    List<String> roles =
        Arrays.stream(Person.Role.values())
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!roles.containsAll(secondFactorRoles)) {
      throw new IllegalArgumentException(
          "secondFactorRoles is " + secondFactorRoles + ", must be of " + String.join(", ", roles));
    }
  }

  /** {@link #secondFactorRoles()} as roles. */
  public Set<Person.Role> rolesWithFactor() {
    return secondFactorRoles.stream()
        .map(role -> Person.Role.valueOf(role.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  AccessSettings relativeTo(Path folder) {
    return new AccessSettings(
        folder.resolve(keyFile),
        sessionLength,
        sessionIdle,
        secondFactorRoles,
        oidc.relativeTo(folder));
  }
}
