package io.sharpeyes.device.rtsp;

import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bounds within which cameras are talked to.
 *
 * @param allowList where connections may go
 * @param trust which certificates are trusted for rtsps, or null for the Java trust store
 * @param verifyHost whether the certificate must name the host
 * @param connectTimeout for TCP and TLS each
 * @param requestTimeout from a request to the whole of its answer
 * @param stallAfter without any RTP packet a stream counts as stalled
 * @param maxBodyBytes of one answer (a description)
 * @param userAgent what cameras read in their logs
 */
public record RtspOptions(
    CameraAllowList allowList,
    @Nullable TrustOptions trust,
    boolean verifyHost,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration stallAfter,
    int maxBodyBytes,
    String userAgent) {

  private static final int DEFAULT_MAX_BODY_BYTES = 256 * 1024;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one isn't positive
   */
  public RtspOptions {
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(requestTimeout, "requestTimeout");
    requirePositive(stallAfter, "stallAfter");
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes is not positive");
    }
  }

  private static void requirePositive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is not positive");
    }
  }

  /** 2 s to connect, 5 s for an answer, stalled after 10 s, 256 kB a description. */
  public static RtspOptions defaults(CameraAllowList allowList) {
    return new RtspOptions(
        allowList,
        null,
        true,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        DEFAULT_MAX_BODY_BYTES,
        "SharpEyesGateway");
  }

  /** For a whole description, redirects and all. */
  Duration describeTimeout() {
    return connectTimeout.plus(requestTimeout.multipliedBy(2));
  }

  /** The same with other trust for rtsps. */
  public RtspOptions withTrust(TrustOptions trust, boolean verifyHost) {
    return new RtspOptions(
        allowList,
        trust,
        verifyHost,
        connectTimeout,
        requestTimeout,
        stallAfter,
        maxBodyBytes,
        userAgent);
  }

  /** The same with other times. */
  public RtspOptions withTimeouts(
      Duration connectTimeout, Duration requestTimeout, Duration stallAfter) {
    return new RtspOptions(
        allowList,
        trust,
        verifyHost,
        connectTimeout,
        requestTimeout,
        stallAfter,
        maxBodyBytes,
        userAgent);
  }
}
