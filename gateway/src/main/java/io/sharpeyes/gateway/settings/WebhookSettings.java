package io.sharpeyes.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code webhooks}: a system that is told of events over HTTP (Standard Webhooks).
 *
 * @param url where events are posted
 * @param secretFile a file with the signing secret in its first line: {@code whsec_} and the Base64
 *     of at least 24 random bytes
 * @param types which events; empty for those that must reach a person: the last rung of an
 *     escalation, and assignments that nobody accepted
 * @param districts events of these districts and all below; empty for all
 * @param timeout how long an answer may take
 * @param keepTryingFor how long an event that is not taken is tried again
 */
public record WebhookSettings(
    String url,
    @Nullable Path secretFile,
    List<String> types,
    List<String> districts,
    Duration timeout,
    Duration keepTryingFor) {

  /** What an entry starts from; it has no address yet. */
  public static final WebhookSettings DEFAULT =
      new WebhookSettings(
          "", null, List.of(), List.of(), Duration.ofSeconds(10), Duration.ofDays(3));

  /** Checks the values. */
  public WebhookSettings {
    types = List.copyOf(types);
    districts = List.copyOf(districts);
    if (!url.isEmpty()) {
      Check.uri("url", url, Set.of("http", "https"));
    }
    Check.between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    Check.between("keepTryingFor", keepTryingFor, Duration.ZERO, Duration.ofDays(14));
  }
}
