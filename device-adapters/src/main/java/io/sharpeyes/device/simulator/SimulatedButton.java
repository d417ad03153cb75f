package io.sharpeyes.device.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A button as a good device behaves on MQTT 3.1.1: a kept session, a will, keep-alive, every press
 * with its own id, sent again after each reconnect until it is acknowledged. Small enough that one
 * process holds tens of thousands. Methods may be called on any thread; the listener is told on the
 * button's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the socket's close handler tells every failure
public final class SimulatedButton {

  private static final int KEEP_ALIVE_S = 60;
  private static final int MAX_PACKET_BYTES = 16_384;
  private static final int MAX_UNACKNOWLEDGED = 1_000;

  /** The last identifier is the SUBSCRIBE's. */
  private static final int MAX_PACKET_ID = 65_535;

  private static final long FIRST_BACKOFF_MILLIS = 500;
  private static final long LONGEST_BACKOFF_MILLIS = 20_000;
  private static final JsonFactory JSON = new JsonFactory();

  /** What a button tells whoever watches it. */
  public interface Listener {

    /** The gateway accepted the connection, or it ended. */
    default void onLink(SimulatedButton button, boolean up) {}

    /**
     * The gateway told how far help is.
     *
     * @param press the id of the press, or null if the gateway named none
     * @param stage {@code stored}, {@code claimed}, {@code on-scene} or {@code closed}
     */
    default void onFeedback(SimulatedButton button, @Nullable String press, String stage) {}

    /** The gateway has a command for this device; the payload is JSON. */
    default void onCommand(SimulatedButton button, byte[] payload) {}
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Unacknowledged(String channel, byte[] payload, Promise<Void> done) {}

  private final Vertx vertx;
  private final Context context;
  private final NetClient client;
  private final SocketAddress gateway;
  private final DeviceId device;
  private final String secret;
  private final Listener listener;

  // On the context only.
  private final Map<Integer, Unacknowledged> unacknowledged = new LinkedHashMap<>(4);
  private @Nullable NetSocketInternal socket;
  private @Nullable Promise<Void> connected;
  private boolean up;
  private boolean closed;
  private int lastPacketId;
  private long presses = ThreadLocalRandom.current().nextLong(1L << 40) << 20;
  private long backoffMillis = FIRST_BACKOFF_MILLIS;
  private long pingTimer = -1;

  /**
   * Makes a button; {@link #connect} lets it begin.
   *
   * @param client opens its connections; many buttons may share one
   * @param gateway the address of the gateway's plain MQTT port
   */
  public SimulatedButton(
      Vertx vertx,
      NetClient client,
      SocketAddress gateway,
      DeviceId device,
      String secret,
      Listener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.gateway = gateway;
    this.device = device;
    this.secret = secret;
    this.listener = listener;
  }

  /** Whose button it is. */
  public DeviceId device() {
    return device;
  }

  /**
   * Connects and subscribes; afterwards the button comes back by itself until {@link #close}.
   *
   * @return succeeds when the gateway confirmed the first subscription
   */
  public Future<Void> connect() {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        go -> {
          connected = promise;
          open();
        });
    return promise.future();
  }

  /**
   * Presses the button.
   *
   * @return the id of the press, when the gateway acknowledged it; however long that takes
   */
  public Future<String> press() {
    return press(id -> {});
  }

  /** The same, telling the id of the press before it is sent. */
  Future<String> press(Consumer<String> beforeSending) {
    Promise<String> pressed = Promise.promise();
    context.runOnContext(
        go -> {
          String id = Long.toString(++presses);
          beforeSending.accept(id);
          byte[] payload = ("{\"press\":" + id + "}").getBytes(StandardCharsets.UTF_8);
          send("alarm", payload).map(id).onComplete(pressed);
        });
    return pressed.future();
  }

  /**
   * Publishes on one of the device's own topics, with QoS 1.
   *
   * @param channel the last part of the topic, for instance {@code status}
   * @return succeeds when the gateway acknowledged it
   */
  public Future<Void> publish(String channel, byte[] payload) {
    Promise<Void> published = Promise.promise();
    context.runOnContext(go -> send(channel, payload).onComplete(published));
    return published.future();
  }

  /** Cuts the connection without a good-bye, as a broken network does; the button comes back. */
  public void cut() {
    context.runOnContext(
        go -> {
          if (socket != null) {
            socket.close();
          }
        });
  }

  /** Says good-bye and stays away. */
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        go -> {
          closed = true;
          NetSocketInternal last = socket;
          if (last == null) {
            done.complete();
          } else {
            write(MqttMessage.DISCONNECT);
            last.close().onComplete(done);
          }
        });
    return done.future();
  }

  private Future<Void> send(String channel, byte[] payload) {
    if (unacknowledged.size() >= MAX_UNACKNOWLEDGED) {
      return Future.failedFuture(
          device + " has " + MAX_UNACKNOWLEDGED + " messages unacknowledged already");
    }
    do {
      lastPacketId = lastPacketId == MAX_PACKET_ID - 1 ? 1 : lastPacketId + 1;
    } while (unacknowledged.containsKey(lastPacketId));
    Unacknowledged message = new Unacknowledged(channel, payload, Promise.promise());
    unacknowledged.put(lastPacketId, message);
    if (up) {
      publish(lastPacketId, message, false);
    }
    return message.done().future();
  }

  private void open() {
    client
        .connect(gateway)
        .onComplete(
            result ->
                context.runOnContext(go -> onOpened(result.succeeded() ? result.result() : null)));
  }

  private void onOpened(@Nullable NetSocket opened) {
    if (opened == null) {
      comeBack();
      return;
    }
    NetSocketInternal raw = (NetSocketInternal) opened;
    if (!raw.channelHandlerContext().channel().isActive()) {
      comeBack(); // The gateway closed it meanwhile.
      return;
    }
    socket = raw;
    raw.closeHandler(end -> onClosed());
    raw.exceptionHandler(failure -> {});
    raw.messageHandler(this::onMessage);
    ChannelPipeline pipeline = raw.channelHandlerContext().pipeline();
    String last = raw.channelHandlerContext().name();
    pipeline.addBefore(last, "decoder", new MqttDecoder(MAX_PACKET_BYTES));
    pipeline.addBefore(last, "encoder", MqttEncoder.INSTANCE);
    write(connectPacket());
  }

  private void onMessage(Object message) {
    try {
      MqttMessage packet = (MqttMessage) message;
      if (packet.decoderResult().isFailure()) {
        cutNow();
        return;
      }
      switch (packet.fixedHeader().messageType()) {
        case CONNACK -> onConnAck((MqttConnAckMessage) packet);
        case SUBACK -> onSubscribed();
        case PUBACK ->
            onAcknowledged(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
        case PUBLISH -> onPublish((MqttPublishMessage) packet);
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onConnAck(MqttConnAckMessage answer) {
    MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      if (connected != null) {
        connected.tryFail(device + " was refused: " + code);
      }
      cutNow();
      return;
    }
    up = true;
    backoffMillis = FIRST_BACKOFF_MILLIS;
    write(
        MqttMessageBuilders.subscribe()
            .messageId(MAX_PACKET_ID)
            .addSubscription(MqttQoS.AT_LEAST_ONCE, NativeJsonPayload.feedbackTopic(device))
            .addSubscription(MqttQoS.AT_LEAST_ONCE, NativeJsonPayload.commandTopic(device))
            .build());
    unacknowledged.forEach((id, waiting) -> publish(id, waiting, true));
    pingTimer =
        vertx.setPeriodic(
            KEEP_ALIVE_S * 1_000L / 2 + ThreadLocalRandom.current().nextLong(10_000),
            due -> write(MqttMessage.PINGREQ));
    listener.onLink(this, true);
  }

  private void onSubscribed() {
    if (connected != null) {
      connected.tryComplete();
    }
  }

  private void onAcknowledged(int packetId) {
    Unacknowledged message = unacknowledged.remove(packetId);
    if (message != null) {
      message.done().tryComplete();
    }
  }

  private void onPublish(MqttPublishMessage message) {
    byte[] payload = ByteBufUtil.getBytes(message.payload());
    if (message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      write(MqttMessageBuilders.pubAck().packetId(message.variableHeader().packetId()).build());
    }
    if (message.variableHeader().topicName().endsWith("/feedback")) {
      onFeedback(payload);
    } else {
      listener.onCommand(this, payload);
    }
  }

  private void onFeedback(byte[] payload) {
    String press = null;
    String stage = "";
    try (JsonParser parser = JSON.createParser(payload)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          if ("press".equals(parser.currentName())) {
            press = parser.getText();
          } else if ("stage".equals(parser.currentName())) {
            stage = parser.getText();
          }
        }
      }
    } catch (IOException notJson) {
      return;
    }
    listener.onFeedback(this, press, stage);
  }

  private void onClosed() {
    boolean wasUp = up;
    up = false;
    socket = null;
    vertx.cancelTimer(pingTimer);
    if (wasUp) {
      listener.onLink(this, false);
    }
    comeBack();
  }

  /** Reconnects after a pause that doubles each time, with jitter so that a fleet spreads out. */
  private void comeBack() {
    if (!closed) {
      long pause = backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1);
      backoffMillis = Math.min(backoffMillis * 2, LONGEST_BACKOFF_MILLIS);
      vertx.setTimer(
          pause,
          due -> {
            if (!closed) {
              open();
            }
          });
    }
  }

  private void cutNow() {
    if (socket != null) {
      socket.close();
    }
  }

  private void publish(int packetId, Unacknowledged message, boolean again) {
    write(
        new MqttPublishMessage(
            new MqttFixedHeader(MqttMessageType.PUBLISH, again, MqttQoS.AT_LEAST_ONCE, false, 0),
            new MqttPublishVariableHeader(
                NativeJsonPayload.TOPIC_PREFIX + device + "/" + message.channel(), packetId),
            Unpooled.wrappedBuffer(message.payload())));
  }

  private MqttMessage connectPacket() {
    return MqttMessageBuilders.connect()
        .protocolVersion(MqttVersion.MQTT_3_1_1)
        .clientId(device.value())
        .cleanSession(false)
        .keepAlive(KEEP_ALIVE_S)
        .username(device.value())
        .password(secret.getBytes(StandardCharsets.UTF_8))
        .hasUser(true)
        .hasPassword(true)
        .willFlag(true)
        .willQoS(MqttQoS.AT_LEAST_ONCE)
        .willTopic(NativeJsonPayload.TOPIC_PREFIX + device + "/status")
        .willMessage("{\"online\":false}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private void write(MqttMessage packet) {
    NetSocketInternal open = socket;
    if (open != null) {
      open.writeMessage(packet);
    } else {
      ReferenceCountUtil.release(packet);
    }
  }
}
