package io.sharpeyes.gateway;

import io.sharpeyes.device.mqtt.MqttServerOptions;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.video.StreamSettings;
import io.sharpeyes.gateway.evidence.GrantSettings;
import io.sharpeyes.gateway.journal.JournalSettings;
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
        : new MqttServerOptions.Tls(tls.port(), certificate, key, tls.clientCa());
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
