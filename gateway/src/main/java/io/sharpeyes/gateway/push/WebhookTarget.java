package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.registry.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/**
 * An address that is told of events. The settings name every address that is ever called; nothing
 * else is, and redirects are not followed.
 *
 * @param name names its cursor; a plain identifier
 * @param url https, or http on this machine only
 * @param secret {@code whsec_} and the Base64 of at least 24 bytes (Standard Webhooks)
 * @param types which events; empty for those that must reach a person: the last rung of an
 *     escalation, and assignments that nobody accepted
 * @param districts events of these districts and all below; empty for all
 * @param timeout how long an answer may take
 * @param keepTryingFor how long an event is tried again
 */
public record WebhookTarget(
    String name,
    URI url,
    Secret secret,
    Set<String> types,
    Set<String> districts,
    Duration timeout,
    Duration keepTryingFor) {

  private static final String PREFIX = "whsec_";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public WebhookTarget {
    if (!name.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException("name is " + name + ", must be of a-z, 0-9 and -");
    }
    if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("url must be a plain https:// address");
    }
    boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(url.getHost());
    if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && here)) {
      throw new IllegalArgumentException("url must be https:// outside this machine");
    }
    if (key(secret).length < 24) {
      throw new IllegalArgumentException(
          "secret must be whsec_ and the Base64 of at least 24 random bytes");
    }
    if (keepTryingFor.isNegative() || keepTryingFor.compareTo(Duration.ofDays(14)) > 0) {
      throw new IllegalArgumentException(
          "keepTryingFor is " + keepTryingFor + ", must be at most 14 days");
    }
    types = Set.copyOf(types);
    districts = Set.copyOf(districts);
  }

  /** The bytes that sign. */
  byte[] key() {
    return key(secret);
  }

  private static byte[] key(Secret secret) {
    String text = secret.reveal();
    try {
      return text.startsWith(PREFIX)
          ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
