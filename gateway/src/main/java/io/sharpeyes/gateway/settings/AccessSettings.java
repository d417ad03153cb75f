package io.sharpeyes.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code access.*}: who gets in.
 *
 * @param keyFile the keys under which secrets are kept; outside the data folder
 * @param sessionLength after so long a person signs in again
 * @param sessionIdle after so long without a request or an open event stream too
 */
public record AccessSettings(Path keyFile, Duration sessionLength, Duration sessionIdle) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final AccessSettings DEFAULT =
      new AccessSettings(Path.of("keys/gateway.key"), Duration.ofHours(12), Duration.ofHours(2));

  /** Checks the values. */
  public AccessSettings {
    Check.notBlank("keyFile", keyFile.toString());
    Check.between("sessionLength", sessionLength, Duration.ofMinutes(1), Duration.ofDays(30));
    Check.between("sessionIdle", sessionIdle, Duration.ofMinutes(1), Duration.ofDays(30));
  }

  AccessSettings relativeTo(Path folder) {
    return new AccessSettings(folder.resolve(keyFile), sessionLength, sessionIdle);
  }
}
