package io.sharpeyes.device.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway's own MQTT server listens, and every bound it keeps. A value that can't be is
 * refused with the path of its key in {@code gateway.yaml}.
 *
 * @param host {@code mqtt.host}: the address to listen on
 * @param port {@code mqtt.port}: the plain port; 0 picks a free one, -1 opens none
 * @param tls {@code mqtt.tls}: the TLS port, or null for none
 * @param websocket {@code mqtt.websocket}: the WebSocket port, or null for none
 * @param eventLoops {@code mqtt.eventLoops}: how many event loops share the connections
 * @param limits {@code mqtt.…}: the bounds
 */
public record MqttServerOptions(
    String host,
    int port,
    @Nullable Tls tls,
    @Nullable WebSocket websocket,
    int eventLoops,
    Limits limits) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key, what is wrong with it and the mend
   */
  public MqttServerOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("mqtt.host is empty: name an address, such as 0.0.0.0");
    }
    between("mqtt.port", port, -1, 65_535);
    between("mqtt.eventLoops", eventLoops, 1, 64);
    if (port < 0 && tls == null && websocket == null) {
      throw new IllegalArgumentException(
          "mqtt.port is -1 and neither mqtt.tls nor mqtt.websocket is set: no device could connect");
    }
  }

  /** The plain port only, on loopback, with the usual bounds. */
  public static MqttServerOptions defaults() {
    return new MqttServerOptions("127.0.0.1", 1883, null, null, 1, Limits.defaults());
  }

  /** The same on another address and port. */
  public MqttServerOptions listeningOn(String otherHost, int otherPort) {
    return new MqttServerOptions(otherHost, otherPort, tls, websocket, eventLoops, limits);
  }

  /** The same with a TLS port. */
  public MqttServerOptions withTls(@Nullable Tls other) {
    return new MqttServerOptions(host, port, other, websocket, eventLoops, limits);
  }

  /** The same with a WebSocket port. */
  public MqttServerOptions withWebsocket(@Nullable WebSocket other) {
    return new MqttServerOptions(host, port, tls, other, eventLoops, limits);
  }

  /** The same with other bounds. */
  public MqttServerOptions withLimits(Limits other) {
    return new MqttServerOptions(host, port, tls, websocket, eventLoops, other);
  }

  /**
   * The TLS port (TLS 1.2 and 1.3).
   *
   * @param port {@code mqtt.tls.port}: 0 picks a free one
   * @param certificate {@code mqtt.tls.certificate}: PEM file with the server's certificate chain
   * @param key {@code mqtt.tls.key}: PEM file with its private key (PKCS #8)
   * @param clientCa {@code mqtt.tls.clientCa}: PEM file of the authority that signs the devices'
   *     certificates, or null if devices come with a secret only
   * @param clientCrl {@code mqtt.tls.clientCrl}: the authority's list of revoked certificates, or
   *     null
   */
  public record Tls(
      int port, Path certificate, Path key, @Nullable Path clientCa, @Nullable Path clientCrl) {

    /** Without a list of revoked certificates. */
    public Tls(int port, Path certificate, Path key, @Nullable Path clientCa) {
      this(port, certificate, key, clientCa, null);
    }

    /** Checks the port. */
    public Tls {
      between("mqtt.tls.port", port, 0, 65_535);
    }
  }

  /**
   * The WebSocket port (MQTT 5.0 §6, subprotocol {@code mqtt}).
   *
   * @param port {@code mqtt.websocket.port}: 0 picks a free one
   * @param path {@code mqtt.websocket.path}
   */
  public record WebSocket(int port, String path) {

    /** Checks the port and the path. */
    public WebSocket {
      between("mqtt.websocket.port", port, 0, 65_535);
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException(
            "mqtt.websocket.path is '" + path + "': begin it with /");
      }
    }
  }

  /**
   * The bounds. What goes beyond one is refused and counted under its own word.
   *
   * @param maxConnections {@code mqtt.maxConnections}: at once, authenticated or not
   * @param maxConnectionsPerAddress {@code mqtt.maxConnectionsPerAddress}: from one IP address at
   *     once; 0 means no bound, because a mobile network puts a whole county behind one address
   * @param maxFailuresPerMinute {@code mqtt.maxFailuresPerMinute}: refused CONNECTs of one user
   *     name from one address, after which those with a wrong secret are told so and counted apart
   *     until the minute is over
   * @param maxPayloadBytes {@code mqtt.maxPayloadBytes}: of one message
   * @param connectTimeoutS {@code mqtt.connectTimeoutS}: seconds from TCP connect to CONNACK
   * @param maxKeepAliveS {@code mqtt.maxKeepAliveS}: what a keep-alive of 0 becomes, and in MQTT 5
   *     also a longer one; seconds
   * @param maxSessionExpiryS {@code mqtt.maxSessionExpiryS}: how long a session without a
   *     connection is kept at most, seconds
   * @param maxSessionsPerDevice {@code mqtt.maxSessionsPerDevice}: client ids of one identity; one
   *     more ends the connection that was silent longest
   * @param maxSubscriptions {@code mqtt.maxSubscriptions}: of one session
   * @param receiveMaximum {@code mqtt.receiveMaximum}: messages of QoS 1 and 2 of one connection on
   *     their way to the disk; also the bound of stored QoS 2 packet identifiers
   * @param maxUnansweredFeedback {@code mqtt.maxUnansweredFeedback}: feedbacks and commands sent to
   *     one connection and not yet acknowledged by it
   * @param maxReportsPerSecond {@code mqtt.maxReportsPerSecond}: reports of one connection that are
   *     looked at; alarms are never counted here
   * @param maxAlarmsPerSecond {@code mqtt.maxAlarmsPerSecond}: alarms of one connection; those
   *     beyond are read in the next second, and none is dropped
   */
  public record Limits(
      int maxConnections,
      int maxConnectionsPerAddress,
      int maxFailuresPerMinute,
      int maxPayloadBytes,
      int connectTimeoutS,
      int maxKeepAliveS,
      long maxSessionExpiryS,
      int maxSessionsPerDevice,
      int maxSubscriptions,
      int receiveMaximum,
      int maxUnansweredFeedback,
      int maxReportsPerSecond,
      int maxAlarmsPerSecond) {

    /** Checks every bound. */
    public Limits {
      between("mqtt.maxConnections", maxConnections, 1, 10_000_000);
      between("mqtt.maxConnectionsPerAddress", maxConnectionsPerAddress, 0, 10_000_000);
      between("mqtt.maxFailuresPerMinute", maxFailuresPerMinute, 1, 1_000_000);
      between("mqtt.maxPayloadBytes", maxPayloadBytes, 256, 1_000_000);
      between("mqtt.connectTimeoutS", connectTimeoutS, 1, 60);
      between("mqtt.maxKeepAliveS", maxKeepAliveS, 5, 65_535);
      between("mqtt.maxSessionExpiryS", maxSessionExpiryS, 0, 0xFFFF_FFFEL);
      between("mqtt.maxSessionsPerDevice", maxSessionsPerDevice, 1, 64);
      between("mqtt.maxSubscriptions", maxSubscriptions, 1, 64);
      between("mqtt.receiveMaximum", receiveMaximum, 1, 1_000);
      between("mqtt.maxUnansweredFeedback", maxUnansweredFeedback, 1, 1_000);
      between("mqtt.maxReportsPerSecond", maxReportsPerSecond, 1, 1_000_000);
      between("mqtt.maxAlarmsPerSecond", maxAlarmsPerSecond, 1, 1_000_000);
    }

    /** The bounds of {@code config/gateway.yaml}. */
    public static Limits defaults() {
      return new Limits(100_000, 0, 20, 8_192, 10, 1_200, 7 * 86_400, 4, 8, 16, 8, 50, 100);
    }

    /** The same with another bound of connections. */
    public Limits withMaxConnections(int other) {
      return new Limits(
          other,
          maxConnectionsPerAddress,
          maxFailuresPerMinute,
          maxPayloadBytes,
          connectTimeoutS,
          maxKeepAliveS,
          maxSessionExpiryS,
          maxSessionsPerDevice,
          maxSubscriptions,
          receiveMaximum,
          maxUnansweredFeedback,
          maxReportsPerSecond,
          maxAlarmsPerSecond);
    }

    /** The largest packet taken: a CONNECT with a will, or a PUBLISH with topic and properties. */
    int maxPacketBytes() {
      return maxPayloadBytes + 1_024;
    }
  }

  private static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + ", must be " + least + " to " + most);
    }
  }
}
