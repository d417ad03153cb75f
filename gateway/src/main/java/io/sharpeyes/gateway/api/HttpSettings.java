package io.sharpeyes.gateway.api;

import io.vertx.core.net.PemKeyCertOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway listens for HTTP.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param tls certificate and key; null for none
 * @param origins the exact origins that browsers may come from, for instance {@code
 *     https://desk.example.org}; empty if the console is only reached under the address in its own
 *     Host header
 * @param metricsFrom addresses that may read /metrics besides loopback
 * @param maxConnections connections at most
 * @param eventLoops how many event loops serve HTTP and streams
 */
public record HttpSettings(
    String host,
    int port,
    @Nullable PemKeyCertOptions tls,
    Set<String> origins,
    Set<String> metricsFrom,
    int maxConnections,
    int eventLoops) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections is " + maxConnections + ", must be 1 or more");
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops is " + eventLoops + ", must be 1 or more");
    }
    origins = Set.copyOf(origins);
    metricsFrom = Set.copyOf(metricsFrom);
  }

  /** On loopback, without TLS. */
  public static HttpSettings loopback(int port) {
    int eventLoops = Runtime.getRuntime().availableProcessors();
    return new HttpSettings(
        "127.0.0.1", port, null, Set.of(), Set.of(), 12_000, eventLoops);
  }

  boolean isTls() {
    return tls != null;
  }
}
