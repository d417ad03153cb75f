package io.sharpeyes.device.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.vertx.core.buffer.Buffer;
import java.security.cert.X509Certificate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT (§3.1) asks for, within the server's bounds.
 *
 * @param v5 true for MQTT 5.0, false for 3.1.1
 * @param clientId the client identifier, given or assigned
 * @param assigned true if the server made the client identifier
 * @param clean true if an earlier session is to be forgotten
 * @param expiryS seconds that the session shall outlive the connection, at most the server's bound
 * @param expiryCut true if that is less than what was asked
 * @param keepAliveS seconds; never 0
 * @param keepAliveCut true if that is not what was asked
 * @param receiveMaximum how many unacknowledged messages the client takes
 * @param maxPacketBytes the largest packet that the client takes
 */
record ConnectRequest(
    boolean v5,
    String clientId,
    boolean assigned,
    boolean clean,
    long expiryS,
    boolean expiryCut,
    int keepAliveS,
    boolean keepAliveCut,
    int receiveMaximum,
    long maxPacketBytes) {

  static final int MAX_CLIENT_ID = 128;

  private static final int V5 = 5;
  private static final int SESSION_EXPIRY = 0x11;
  private static final int AUTHENTICATION_METHOD = 0x15;
  private static final int WILL_DELAY = 0x18;
  private static final int RECEIVE_MAXIMUM = 0x21;
  private static final int MAXIMUM_PACKET_SIZE = 0x27;

  static ConnectRequest of(MqttConnectMessage connect, MqttServerOptions.Limits limits) {
    MqttConnectVariableHeader header = connect.variableHeader();
    MqttProperties properties = header.properties();
    boolean v5 = header.version() == V5;
    String clientId = connect.payload().clientIdentifier();
    long expiryAsked =
        v5
            ? number(properties, SESSION_EXPIRY, 0)
            : header.isCleanSession() ? 0 : limits.maxSessionExpiryS();
    int keepAliveAsked = header.keepAliveTimeSeconds();
    int keepAlive =
        keepAliveAsked == 0 || (v5 && keepAliveAsked > limits.maxKeepAliveS())
            ? limits.maxKeepAliveS()
            : keepAliveAsked;
    return new ConnectRequest(
        v5,
        clientId.isEmpty() ? UUID.randomUUID().toString() : clientId,
        clientId.isEmpty(),
        header.isCleanSession(),
        Math.min(expiryAsked, limits.maxSessionExpiryS()),
        expiryAsked > limits.maxSessionExpiryS(),
        keepAlive,
        keepAlive != keepAliveAsked,
        (int) number(properties, RECEIVE_MAXIMUM, 65_535),
        number(properties, MAXIMUM_PACKET_SIZE, Long.MAX_VALUE));
  }

  static boolean hasAuthenticationMethod(MqttConnectMessage connect) {
    return connect.variableHeader().properties().getProperty(AUTHENTICATION_METHOD) != null;
  }

  static DeviceAuthenticator.Credentials credentials(
      MqttConnectMessage connect, @Nullable X509Certificate certificate, String remoteAddress) {
    MqttConnectPayload payload = connect.payload();
    byte[] password = payload.passwordInBytes();
    return new DeviceAuthenticator.Credentials(
        payload.userName(),
        password == null ? null : Buffer.buffer(password),
        certificate,
        remoteAddress);
  }

  /** Seconds that the will waits: until the session ends at the latest. */
  long willDelayS(MqttConnectMessage connect) {
    return v5 ? Math.min(expiryS, number(connect.payload().willProperties(), WILL_DELAY, 0)) : 0;
  }

  /** An integer property, which netty keeps in 32 bits with a sign. */
  static long number(MqttProperties properties, int id, long otherwise) {
    MqttProperty<?> property = properties.getProperty(id);
    return property == null
        ? otherwise
        : Integer.toUnsignedLong(((MqttProperties.IntegerProperty) property).value());
  }
}
