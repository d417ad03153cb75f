package io.sharpeyes.device.simulator;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many simulated cameras behind one RTSP port (RFC 2326): H.264 and H.265 over RTP in the
 * connection or over UDP to this machine, RTCP sender reports, an ONVIF metadata track, logins and
 * faults. Thousands of cameras cost next to nothing until somebody looks: samples are encoded and
 * packetised once for all.
 *
 * <p>Everything runs on one event loop of the given Vert.x; public methods may be called on any
 * thread.
 */
public final class SimulatedCameras {

  private static final Logger log = LoggerFactory.getLogger(SimulatedCameras.class);

  private static final int MAX_CAMERAS = 100_000;
  private static final int MAX_CONNECTIONS = 15_000;
  private static final int MAX_SESSIONS = 5_000;
  private static final int IDLE_SECONDS = 120;

  private final String host;
  private final int wantedPort;
  private final int maxSessions;
  private final InstantSource time;
  private final long startNanos = System.nanoTime();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SimulatedCamera> cameras = new ConcurrentHashMap<>();
  private final AtomicLong slowViewers = new AtomicLong();
  private final AtomicLong refusedConnections = new AtomicLong();
  private final Listener listener = new Listener();
  private volatile int port;
  private volatile String deployment = "";

  // The event loop.
  private int connections;
  private int sessions;

  private SimulatedCameras(String host, int port, int maxSessions, InstantSource time) {
    this.host = host;
    this.wantedPort = port;
    this.maxSessions = maxSessions;
    this.time = time;
  }

  /**
   * Starts the server.
   *
   * @param host the address to listen on, for the demo {@code 127.0.0.1}
   * @param port the TCP port, or 0 for a free one
   * @param time the cameras' wall clock
   * @return fails if the port is taken
   */
  public static Future<SimulatedCameras> start(
      Vertx vertx, String host, int port, InstantSource time) {
    return start(vertx, host, port, MAX_SESSIONS, time);
  }

  static Future<SimulatedCameras> start(
      Vertx vertx, String host, int port, int maxSessions, InstantSource time) {
    SimulatedCameras cameras = new SimulatedCameras(host, port, maxSessions, time);
    return vertx
        .deployVerticle(cameras.listener)
        .map(
            id -> {
              cameras.deployment = id;
              return cameras;
            });
  }

  /** Closes the port and every connection. */
  public Future<Void> stop() {
    return listener.vertx().undeploy(deployment);
  }

  /**
   * Mounts a camera without login, in H.264.
   *
   * @param name 1 to 64 characters as in {@link DeviceId}; a camera of that name is replaced, and
   *     its streams end
   * @throws IllegalArgumentException if the name can't be used
   * @throws IllegalStateException if there are 100,000 cameras already
   */
  public SimulatedCamera add(String name, CameraScene scene) {
    if (!DeviceId.isValid(name)) {
      throw new IllegalArgumentException("A camera's name has 1 to 64 of A-Z a-z 0-9 . _ : -");
    }
    if (cameras.size() >= MAX_CAMERAS) {
      throw new IllegalStateException("There are " + MAX_CAMERAS + " simulated cameras already");
    }
    SimulatedCamera camera = new SimulatedCamera(name, scene, listener.context(), time, startNanos);
    SimulatedCamera before = cameras.put(name, camera);
    if (before != null) {
      before.cutViewers();
    }
    return camera;
  }

  /**
   * The camera of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedCamera camera(String name) {
    SimulatedCamera camera = cameras.get(name);
    if (camera == null) {
      throw new IllegalArgumentException("There is no simulated camera " + name);
    }
    return camera;
  }

  /** The TCP port it listens on. */
  public int port() {
    return port;
  }

  /** The address of a camera's main stream, without credentials. */
  public String url(String name) {
    return "rtsp://" + host + ":" + port + "/" + name;
  }

  /** How many viewers were cut off since the start because they didn't read what they got. */
  public long slowViewers() {
    return slowViewers.get();
  }

  /** How many connections were refused since the start because there were too many. */
  public long refusedConnections() {
    return refusedConnections.get();
  }

  @Nullable SimulatedCamera find(String name) {
    return cameras.get(name);
  }

  void later(Duration delay, Runnable action) {
    listener.vertx().setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
  }

  boolean takeSession() {
    if (sessions >= maxSessions) {
      return false;
    }
    sessions++;
    return true;
  }

  void giveSessionBack() {
    sessions--;
  }

  void countSlowViewer() {
    slowViewers.incrementAndGet();
  }

  String newToken() {
    byte[] token = new byte[12];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  /** The first transport of the header that is offered, or null if none is. */
  @Nullable RtpTransport transport(NetSocket socket, @Nullable String header, StreamPath target) {
    return TransportHeader.choose(
        header == null ? "" : header, socket, target, listener.rtp(), listener.rtcp());
  }

  private void accept(NetSocket socket) {
    if (connections >= MAX_CONNECTIONS) {
      refusedConnections.incrementAndGet();
      var unused = socket.close();
      return;
    }
    connections++;
    CameraConnection connection = new CameraConnection(this, socket, newToken());
    socket.closeHandler(
        closed -> {
          connections--;
          connection.closed();
        });
    connection.serve();
  }

  /** Owns the event loop and the sockets. */
  private final class Listener extends VerticleBase {

    private @Nullable DatagramSocket rtp;
    private @Nullable DatagramSocket rtcp;

    @Override
    public Future<?> start() {
      NetServer server =
          vertx
              .createNetServer(
                  new NetServerOptions()
                      .setTcpNoDelay(true)
                      .setAcceptBacklog(4096)
                      .setIdleTimeout(IDLE_SECONDS)
                      .setIdleTimeoutUnit(TimeUnit.SECONDS))
              .connectHandler(SimulatedCameras.this::accept);
      DatagramSocket rtpSocket = vertx.createDatagramSocket();
      DatagramSocket rtcpSocket = vertx.createDatagramSocket();
      return rtpSocket
          .listen(0, host)
          .compose(bound -> rtcpSocket.listen(0, host))
          .compose(bound -> server.listen(wantedPort, host))
          .onSuccess(
              bound -> {
                rtp = rtpSocket;
                rtcp = rtcpSocket;
                port = bound.actualPort();
                log.atInfo().addKeyValue("port", port).log("simulated cameras ready");
              });
    }

    Vertx vertx() {
      return vertx;
    }

    Context context() {
      return context;
    }

    DatagramSocket rtp() {
      return Objects.requireNonNull(rtp, "not started");
    }

    DatagramSocket rtcp() {
      return Objects.requireNonNull(rtcp, "not started");
    }
  }
}
