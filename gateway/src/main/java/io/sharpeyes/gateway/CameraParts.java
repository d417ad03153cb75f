package io.sharpeyes.gateway;

import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.settings.VideoSettings;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to do with the cameras themselves: who looks at them from time to time, the streams of
 * those that are open, and who hears of both.
 */
record CameraParts(
    CameraProbes probes,
    CameraStreams streams,
    CameraListening listening,
    DeviceAuthentication secrets) {

  private static final Logger log = LoggerFactory.getLogger(CameraParts.class);

  static CameraParts make(
      Vertx vertx,
      VideoSettings settings,
      CameraWatch watch,
      DeviceAuthentication secrets,
      InstantSource clock) {
    CameraListening listening = new CameraListening(watch, clock);
    RtspClient rtsp = new RtspClient(vertx, PartOptions.rtsp(settings));
    return new CameraParts(
        new CameraProbes(vertx, rtsp, settings, clock, listening),
        new CameraStreams(vertx, rtsp, PartOptions.streams(settings), clock, listening),
        listening,
        secrets);
  }

  /**
   * Looks at the cameras of this registry from now on. Streams of cameras that went, or moved, are
   * closed; those that pre-record are opened.
   */
  void take(Registry now) {
    probes.watch(now, secrets);
    listening.registry(now);
    streams
        .replace(CameraSources.of(now, secrets))
        .onFailure(
            failure -> log.atWarn().setCause(failure).log("cameras that went weren't closed"));
  }
}
