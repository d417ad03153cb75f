package io.sharpeyes.gateway;

import io.sharpeyes.device.mqtt.MqttServerOptions;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.gateway.access.OidcOptions;
import io.sharpeyes.gateway.journal.JournalSettings;
import io.sharpeyes.gateway.settings.AccessSettings;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.MqttSettings;
import io.sharpeyes.gateway.settings.VideoSettings;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns the settings into the options of the parts that don't know the settings. */
final class PartOptions {

  private PartOptions() {}

  static JournalSettings journal(GatewaySettings settings) {
    JournalSettings bounds = settings.journal().bounds();
    return new JournalSettings(
        settings.data().resolve("journal"),
        bounds.alarmLane(),
        bounds.commandLane(),
        bounds.eventLane(),
        bounds.readQueue(),
        bounds.walLimitBytes(),
        bounds.reserveBytes(),
        bounds.snapshotEvents(),
        bounds.snapshotEvery(),
        settings.retention().log());
  }

  static MqttServerOptions mqtt(MqttSettings settings) {
    return new MqttServerOptions(
        settings.host(),
        settings.port(),
        mqttTls(settings.tls()),
        settings.websocket().port() < 0
            ? null
            : new MqttServerOptions.WebSocket(
                settings.websocket().port(), settings.websocket().path()),
        settings.eventLoops(),
        settings.limits());
  }

  private static MqttServerOptions.@Nullable Tls mqttTls(MqttSettings.Tls tls) {
    Path certificate = tls.certificate();
    Path key = tls.key();
    return certificate == null || key == null
        ? null
        : new MqttServerOptions.Tls(
            tls.port(), certificate, key, tls.clientCa(), tls.clientCrl());
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
