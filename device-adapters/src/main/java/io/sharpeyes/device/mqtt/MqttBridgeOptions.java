package io.sharpeyes.device.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which broker the gateway sits behind. A value that can't be is refused with the path of its key
 * in {@code gateway.yaml}.
 *
 * @param host of {@code mqtt.bridge.uri}
 * @param port of {@code mqtt.bridge.uri}
 * @param clientId {@code mqtt.bridge.clientId}: another one for each node
 * @param userName {@code mqtt.bridge.user}, or null
 * @param password the first line of {@code mqtt.bridge.passwordFile}, or null
 * @param shareGroup {@code mqtt.bridge.shareName}: the same for all nodes, which then share the
 *     messages; empty for one node that subscribes alone
 * @param tls whether {@code mqtt.bridge.uri} is {@code mqtts}
 * @param brokerCa {@code mqtt.bridge.trust}: PEM file of the authority that signed the broker's
 *     certificate; null for those that Java trusts
 * @param maxPayloadBytes {@code mqtt.maxPayloadBytes}: of one message
 * @param maxUnsettled {@code mqtt.bridge.maxUnsettled}: messages on their way to the disk, beyond
 *     which the broker must wait
 */
public record MqttBridgeOptions(
    String host,
    int port,
    String clientId,
    @Nullable String userName,
    @Nullable String password,
    String shareGroup,
    boolean tls,
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
      throw new IllegalArgumentException("mqtt.bridge.uri has no host: name the broker");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "the port of mqtt.bridge.uri is " + port + ", must be 1 to 65535");
    }
    if (clientId.isBlank()) {
      throw new IllegalArgumentException(
          "mqtt.bridge.clientId is empty: the broker keeps what is missed under this name");
    }
    if (shareGroup.contains("/") || shareGroup.contains("+") || shareGroup.contains("#")) {
      throw new IllegalArgumentException(
          "mqtt.bridge.shareName is '" + shareGroup + "': use a name without / + #");
    }
    if (maxPayloadBytes < 256 || maxPayloadBytes > 1_000_000) {
      throw new IllegalArgumentException(
          "mqtt.maxPayloadBytes is " + maxPayloadBytes + ", must be 256 to 1000000");
    }
    if (maxUnsettled < 1 || maxUnsettled > 100_000) {
      throw new IllegalArgumentException(
          "mqtt.bridge.maxUnsettled is " + maxUnsettled + ", must be 1 to 100000");
    }
  }

  /** The usual bounds, without TLS and credentials. */
  public static MqttBridgeOptions to(String host, int port, String clientId) {
    return new MqttBridgeOptions(
        host, port, clientId, null, null, "sharpeyes", false, null, 8_192, 2_000);
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
