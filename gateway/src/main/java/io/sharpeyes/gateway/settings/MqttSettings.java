package io.sharpeyes.gateway.settings;

import io.sharpeyes.device.mqtt.MqttServerOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code mqtt.*}: the gateway's own MQTT server, and the bridge to another broker.
 *
 * @param host the address to listen on
 * @param port the plain port; 0 picks a free one, -1 opens none
 * @param eventLoops how many event loops share the connections
 * @param limits the bounds
 * @param tls the TLS port
 * @param websocket the WebSocket port
 * @param bridge to an existing broker
 */
public record MqttSettings(
    String host,
    int port,
    int eventLoops,
    @Flat MqttServerOptions.Limits limits,
    Tls tls,
    Websocket websocket,
    Bridge bridge) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final MqttSettings DEFAULT =
      new MqttSettings(
          "0.0.0.0",
          1883,
          2,
          MqttServerOptions.Limits.defaults(),
          new Tls(8883, null, null, null, null),
          new Websocket(-1, "/mqtt"),
          new Bridge(null, "sharp-eyes", "sharp-eyes", null, null, null));

  /**
   * The TLS port; there is none without a certificate.
   *
   * @param port 0 picks a free one
   * @param certificate PEM file with the certificate chain, or null for no TLS port
   * @param key PEM file with its private key, PKCS #8
   * @param clientCa PEM file of the authority that signs devices' certificates, or null
   * @param clientCrl that authority's list of revoked certificates, PEM or DER, or null
   */
  public record Tls(
      int port,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path clientCa,
      @Nullable Path clientCrl) {

    /** Checks the port, and that certificate and key are both there or neither. */
    public Tls {
      Check.between("port", port, 0, 65_535);
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException(
            "one of certificate and key is missing, must be both or neither");
      }
    }
  }

  /**
   * The WebSocket port.
   *
   * @param port 0 picks a free one, -1 opens none
   * @param path begins with a slash
   */
  public record Websocket(int port, String path) {

    /** Checks the values. */
    public Websocket {
      Check.between("port", port, -1, 65_535);
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("path is " + path + ", must be begun with /");
      }
    }
  }

  /**
   * The bridge: the gateway as a shared subscriber of another broker.
   *
   * @param uri of the broker, {@code mqtt://} or {@code mqtts://}; null for no bridge
   * @param clientId the gateway's client id there
   * @param shareName the name of the shared subscription
   * @param user who signs in there, or null
   * @param passwordFile a file with the password in its first line, or null
   * @param trust PEM file of the authority that signed the broker's certificate, or null for Java's
   */
  public record Bridge(
      @Nullable String uri,
      String clientId,
      String shareName,
      @Nullable String user,
      @Nullable Path passwordFile,
      @Nullable Path trust) {

    /** Checks the values. */
    public Bridge {
      if (uri != null) {
        Check.uri("uri", uri, Set.of("mqtt", "mqtts"));
      }
      Check.notBlank("clientId", clientId);
      if (shareName.isBlank() || shareName.matches(".*[/+#].*")) {
        throw new IllegalArgumentException(
            "shareName is " + shareName + ", must be a word without / + #");
      }
    }
  }

  /** Checks the values. */
  public MqttSettings {
    Check.notBlank("host", host);
    Check.between("port", port, -1, 65_535);
    Check.between("eventLoops", eventLoops, 1, 64);
  }

  /** Says whether the gateway's own server listens anywhere. */
  public boolean listens() {
    return port >= 0 || tls.certificate() != null || websocket.port() >= 0;
  }

  /**
   * The options of the gateway's own server.
   *
   * @throws IllegalArgumentException if it listens nowhere
   */
  public MqttServerOptions serverOptions() {
    Path certificate = tls.certificate();
    Path key = tls.key();
    return new MqttServerOptions(
        host,
        port,
        certificate == null || key == null
            ? null
            : new MqttServerOptions.Tls(
                tls.port(), certificate, key, tls.clientCa(), tls.clientCrl()),
        websocket.port() < 0
            ? null
            : new MqttServerOptions.WebSocket(websocket.port(), websocket.path()),
        eventLoops,
        limits);
  }
}
