package io.sharpeyes.gateway.settings;

import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.CameraProbeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code video.*}: cameras and their pictures.
 *
 * @param networks where cameras may be, for instance {@code 10.20.0.0/16}; empty for everywhere but
 *     this machine and link-local addresses
 * @param ports at which they may be; empty for all
 * @param trust PEM file of the authority that signed rtsps cameras' certificates, or null for
 *     Java's
 * @param verifyHost whether a camera's certificate must name its host
 * @param connectTimeout for TCP and TLS each
 * @param requestTimeout from a request to the whole of its answer
 * @param stallAfter without any packet a stream counts as stalled
 * @param prerecord how much is kept from before a press
 * @param clip how much of a clip is recorded after a press
 * @param linger how long a stream stays warm after its last viewer went
 * @param maxStreams streams at once
 * @param warm how long a camera that was opened by a press waits for somebody to look
 * @param alarmCameras so many of the best cameras are opened by a press, and their picture of that
 *     moment is kept
 * @param grant how long somebody may look before asking anew
 * @param reviewGrant how long what was kept is open once a second person has confirmed it
 * @param confirmWithin how long a review waits for that second person
 * @param breakGlassGrant how long maintenance may look without an incident
 * @param minFreeBytes with less free space no picture is stored any more, so that alarms go on
 * @param probe how cameras are looked at
 */
public record VideoSettings(
    List<String> networks,
    List<Integer> ports,
    @Nullable Path trust,
    boolean verifyHost,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration stallAfter,
    Duration prerecord,
    Duration clip,
    Duration linger,
    int maxStreams,
    Duration warm,
    int alarmCameras,
    Duration grant,
    Duration reviewGrant,
    Duration confirmWithin,
    Duration breakGlassGrant,
    long minFreeBytes,
    CameraProbeOptions probe) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final VideoSettings DEFAULT =
      new VideoSettings(
          List.of(),
          List.of(),
          null,
          true,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          200,
          Duration.ofSeconds(60),
          4,
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofHours(24),
          Duration.ofMinutes(5),
          1L << 30,
          CameraProbeOptions.defaults());

  /** Checks the values. */
  public VideoSettings {
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
    CameraAllowList.networks(networks); // refuses what is no network
    for (int port : ports) {
      Check.between("ports", port, 1, 65_535);
    }
    Check.between("connectTimeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    Check.between("requestTimeout", requestTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    Check.between("stallAfter", stallAfter, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Check.between("prerecord", prerecord, Duration.ZERO, Duration.ofMinutes(2));
    Check.between("clip", clip, Duration.ofSeconds(1), Duration.ofMinutes(30));
    Check.between("linger", linger, Duration.ofMillis(1), Duration.ofMinutes(10));
    Check.between("maxStreams", maxStreams, 1, 10_000);
    Check.between("warm", warm, Duration.ofSeconds(1), Duration.ofMinutes(30));
    Check.between("alarmCameras", alarmCameras, 0, 32);
    Check.between("grant", grant, Duration.ofSeconds(1), Duration.ofHours(12));
    Check.between("reviewGrant", reviewGrant, Duration.ofSeconds(1), Duration.ofHours(12));
    Check.between("confirmWithin", confirmWithin, Duration.ofSeconds(1), Duration.ofDays(7));
    Check.between("minFreeBytes", minFreeBytes, 0, 1L << 50);
    Check.between("breakGlassGrant", breakGlassGrant, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  /** Where the gateway may connect for a camera. */
  public CameraAllowList allowList() {
    CameraAllowList addresses =
        networks.isEmpty()
            ? CameraAllowList.exceptThisMachine()
            : CameraAllowList.networks(networks);
    return (address, port) ->
        (ports.isEmpty() || ports.contains(port)) && addresses.allows(address, port);
  }
}
