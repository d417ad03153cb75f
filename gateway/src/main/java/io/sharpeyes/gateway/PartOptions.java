package io.sharpeyes.gateway;

import io.sharpeyes.device.mqtt.MqttBridgeOptions;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.video.StreamSettings;
import io.sharpeyes.gateway.access.OidcOptions;
import io.sharpeyes.gateway.evidence.GrantSettings;
import io.sharpeyes.gateway.push.WebhookTarget;
import io.sharpeyes.gateway.registry.Secret;
import io.sharpeyes.gateway.settings.AccessSettings;
import io.sharpeyes.gateway.settings.MqttSettings;
import io.sharpeyes.gateway.settings.VideoSettings;
import io.sharpeyes.gateway.settings.WebhookSettings;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the settings into the options of the parts that don't know the settings. */
final class PartOptions {

  /** Messages of a broker that may be on their way to the disk. */
  private static final int UNSETTLED = 2_000;

  private PartOptions() {}

  /**
   * Reads the broker's password; blocks.
   *
   * @throws IOException if the file can't be read
   */
  static MqttBridgeOptions bridge(String broker, MqttSettings settings) throws IOException {
    URI uri = URI.create(broker);
    boolean tls = "mqtts".equals(uri.getScheme());
    int usual = tls ? 8883 : 1883;
    Path passwordFile = settings.bridge().passwordFile();
    return new MqttBridgeOptions(
        uri.getHost() == null ? "" : uri.getHost(),
        uri.getPort() < 0 ? usual : uri.getPort(),
        settings.bridge().clientId(),
        settings.bridge().user(),
        passwordFile == null ? null : firstLine(passwordFile),
        settings.bridge().shareName(),
        tls,
        settings.bridge().trust(),
        settings.limits().maxPayloadBytes(),
        UNSETTLED);
  }

  /**
   * Reads the signing secret; blocks.
   *
   * @param number its place in the list, from 0
   * @throws IOException if it can't be used; the message names the key
   */
  static WebhookTarget webhook(WebhookSettings settings, int number) throws IOException {
    Path secretFile = Objects.requireNonNull(settings.secretFile());
    try {
      return new WebhookTarget(
          "webhook-" + sha256(settings.url()).substring(0, 16),
          URI.create(settings.url()),
          new Secret(firstLine(secretFile)),
          Set.copyOf(settings.types()),
          Set.copyOf(settings.districts()),
          settings.timeout(),
          settings.keepTryingFor());
    } catch (IllegalArgumentException e) {
      throw new IOException("webhooks[" + number + "]: " + e.getMessage(), e);
    }
  }

  /** Whose bearer tokens are taken; null for none. */
  static @Nullable OidcOptions oidc(AccessSettings settings) {
    AccessSettings.Oidc oidc = settings.oidc();
    String issuer = oidc.issuer();
    return issuer == null
        ? null
        : new OidcOptions(
            issuer,
            oidc.audience(),
            oidc.clients(),
            oidc.jwksFile(),
            oidc.jwksUrl(),
            oidc.trust(),
            oidc.algorithms(),
            oidc.userClaim(),
            oidc.clockSkew(),
            oidc.refreshEvery(),
            settings.sessionLength());
  }

  private static String firstLine(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (UncheckedIOException e) {
      throw new IOException(file + " can't be read as UTF-8 text", e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What isn't for the operator to choose stays as it is by default. */
  static StreamSettings streams(VideoSettings settings) {
    StreamSettings bounds = StreamSettings.defaults();
    return new StreamSettings(
        settings.prerecord(),
        bounds.ringBytes(),
        settings.warm(),
        settings.linger(),
        bounds.firstRetry(),
        bounds.longestRetry(),
        bounds.keyFrameWithin(),
        bounds.viewersPerCamera(),
        settings.maxStreams(),
        bounds.judgeEvery());
  }

  static GrantSettings grants(VideoSettings settings) {
    return new GrantSettings(
        settings.grant(),
        settings.reviewGrant(),
        settings.breakGlassGrant(),
        settings.confirmWithin(),
        settings.alarmCameras(),
        settings.clip());
  }

  static RtspOptions rtsp(VideoSettings settings) {
    RtspOptions options =
        RtspOptions.defaults(settings.allowList())
            .withTimeouts(
                settings.connectTimeout(), settings.requestTimeout(), settings.stallAfter());
    Path trust = settings.trust();
    return trust == null
        ? options
        : options.withTrust(
            new PemTrustOptions().addCertPath(trust.toString()), settings.verifyHost());
  }
}
