package io.sharpeyes.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code http.*}: console, API and event stream.
 *
 * @param host the address to listen on
 * @param port 0 picks a free one
 * @param tls its certificate
 * @param publicOrigin how browsers reach it, if not under the address they are served from: behind
 *     a proxy; null if not
 * @param maxBodyBytes the largest body of a request, but for imports
 * @param maxImportBytes the largest body of an import
 * @param idleTimeout a connection on which so long nothing moves is closed
 */
public record HttpSettings(
    String host,
    int port,
    Tls tls,
    @Nullable String publicOrigin,
    int maxBodyBytes,
    int maxImportBytes,
    Duration idleTimeout) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1", 8080, new Tls(null, null), null, 64 << 10, 64 << 20, Duration.ofSeconds(60));

  /**
   * The certificate; both files or neither.
   *
   * @param certificate PEM file with the certificate chain, or null for plain HTTP
   * @param key PEM file with its private key, PKCS #8
   */
  public record Tls(@Nullable Path certificate, @Nullable Path key) {

    /** Checks that both are there or neither. */
    public Tls {
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException(
            "one of certificate and key is missing, must be both or neither");
      }
    }
  }

  /** Checks the values. */
  public HttpSettings {
    Check.notBlank("host", host);
    Check.between("port", port, 0, 65_535);
    if (publicOrigin != null) {
      Check.uri("publicOrigin", publicOrigin, Set.of("http", "https"));
      if (publicOrigin.indexOf('/', publicOrigin.indexOf("//") + 2) >= 0) {
        throw new IllegalArgumentException(
            "publicOrigin is " + publicOrigin + ", must be without a path or slash at the end");
      }
    }
    Check.between("maxBodyBytes", maxBodyBytes, 1_024, 16 << 20);
    Check.between("maxImportBytes", maxImportBytes, 1_024, 512 << 20);
    Check.between("idleTimeout", idleTimeout, Duration.ofSeconds(5), Duration.ofHours(1));
  }
}
