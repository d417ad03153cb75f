package io.sharpeyes.device.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which broker the gateway sits behind. A value that can't be is refused with the path of its key
 * in {@code gateway.yaml}.
 *
 * @param host {@code mqttBridge.host}
 * @param port {@code mqttBridge.port}
 * @param clientId {@code mqttBridge.clientId}: another one for each node
 * @param userName {@code mqttBridge.userName}, or null
 * @param password {@code mqttBridge.password}, or null
 * @param shareGroup {@code mqttBridge.shareGroup}: the same for all nodes, which then share the
 *     messages; empty for one node that subscribes alone
 * @param brokerCa {@code mqttBridge.brokerCa}: PEM file of the authority that signed the broker's
 *     certificate; null for a connection without TLS
 * @param maxPayloadBytes {@code mqttBridge.maxPayloadBytes}: of one message
 * @param maxUnsettled {@code mqttBridge.maxUnsettled}: messages on their way to the disk, beyond
 *     which the broker must wait
 */
public record MqttBridgeOptions(
    String host,
    int port,
    String clientId,
    @Nullable String userName,
    @Nullable String password,
    String shareGroup,
    @Nullable Path brokerCa,
    int maxPayloadBytes,
    int maxUnsettled) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key, what is wrong with it and the mend
   */
  public MqttBridgeOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("mqttBridge.host is empty: name the broker");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("mqttBridge.port is " + port + ", must be 1 to 65535");
    }
    if (clientId.isBlank()) {
      throw new IllegalArgumentException(
          "mqttBridge.clientId is empty: the broker keeps what is missed under this name");
    }
    if (shareGroup.contains("/") || shareGroup.contains("+") || shareGroup.contains("#")) {
      throw new IllegalArgumentException(
          "mqttBridge.shareGroup is '" + shareGroup + "': use a name without / + #");
    }
    if (maxPayloadBytes < 256 || maxPayloadBytes > 1_000_000) {
      throw new IllegalArgumentException(
          "mqttBridge.maxPayloadBytes is " + maxPayloadBytes + ", must be 256 to 1000000");
    }
    if (maxUnsettled < 1 || maxUnsettled > 100_000) {
      throw new IllegalArgumentException(
          "mqttBridge.maxUnsettled is " + maxUnsettled + ", must be 1 to 100000");
    }
  }

  /** The usual bounds, without TLS and credentials. */
  public static MqttBridgeOptions to(String host, int port, String clientId) {
    return new MqttBridgeOptions(host, port, clientId, null, null, "sharpeyes", null, 8_192, 2_000);
  }

  /** Tells no password. */
  @Override
  public String toString() {
    return "MqttBridgeOptions[host=" + host + ", port=" + port + ", clientId=" + clientId + "]";
  }

  /** A filter as the group shares it. */
  String shared(String filter) {
    return shareGroup.isEmpty() ? filter : "$share/" + shareGroup + "/" + filter;
  }
}
