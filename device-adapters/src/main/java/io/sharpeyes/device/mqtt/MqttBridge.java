package io.sharpeyes.device.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.sharpeyes.device.AlarmSignal;
import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.DeviceSignal;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.sharpeyes.device.payload.DeviceLanguage;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubAckMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices behind an existing broker (EMQX, HiveMQ, Mosquitto): the gateway is a subscriber that
 * acknowledges a message only after the sink's future succeeds, with a kept session and QoS 1, so
 * that the broker sends again what was not stored. If something can't be stored, the connection is
 * dropped and comes back after a pause. Who may publish as which device is the broker's business.
 *
 * <p>Subscribed with QoS 1 also for what was published with QoS 2: a subscriber of QoS 2 would have
 * to acknowledge before it has the message on disk.
 */
public final class MqttBridge implements DeviceAdapter {

  private static final Logger log = LoggerFactory.getLogger(MqttBridge.class);
  private static final String SOMEWHERE = "broker";
  private static final int REFUSED = 0x80;
  private static final int KEEP_ALIVE_S = 30;
  private static final int ANSWER_TIMEOUT_S = 10;
  private static final int STOP_S = 5;
  private static final int MAX_WAITING_FEEDBACK = 1_000;
  private static final int MAX_UNANSWERED = 100;
  private static final int TOPIC_BYTES = 1_024;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** A message on its way to the disk; acknowledged in the order of arrival [MQTT-4.6.0-2]. */
  private static final class Unsettled {
    private final MqttPublishMessage message;
    private boolean stored;

    private Unsettled(MqttPublishMessage message) {
      this.message = message;
    }
  }

  private record Waiting(String topic, Buffer payload) {}

  private final Vertx vertx;
  private final Context context;
  private final MqttBridgeOptions options;
  private final List<DeviceLanguage> languages;
  private final Predicate<DeviceId> known;
  private final DeviceSignalSink sink;
  private final InstantSource clock;
  private final MqttCounters counters = new MqttCounters();

  /** Devices that are online, and when they were last heard; known devices only. */
  private final Map<DeviceId, Instant> lastSeen = new ConcurrentHashMap<>();

  // On the context only.
  private final Deque<Unsettled> unsettled = new ArrayDeque<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Integer, Promise<Void>> unanswered = new LinkedHashMap<>();
  private @Nullable MqttClient client;
  private @Nullable Promise<Void> drained;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean stopping;
  private volatile boolean connected;

  /**
   * Makes a bridge; {@link #start} connects it.
   *
   * @param languages what the devices behind the broker speak
   * @param known says whether a device is registered; what others say is counted and forgotten
   */
  public MqttBridge(
      Vertx vertx,
      MqttBridgeOptions options,
      List<DeviceLanguage> languages,
      Predicate<DeviceId> known,
      DeviceSignalSink sink,
      InstantSource clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.options = options;
    this.languages = List.copyOf(languages);
    this.known = known;
    this.sink = sink;
    this.clock = clock;
  }

  /** Begins to connect; succeeds at once, because a broker that is down now may come back. */
  @Override
  public Future<Void> start() {
    context.runOnContext(go -> connect());
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        go -> {
          stopping = true;
          drained = done;
          finishStopping();
        });
    return done.future()
        .timeout(STOP_S, TimeUnit.SECONDS)
        .transform(settled -> disconnect())
        .otherwiseEmpty();
  }

  @Override
  public void sendFeedback(DeviceId device, Feedback feedback) {
    String line = device + " " + feedback.incident() + " " + feedback.press();
    Waiting message =
        new Waiting(
            NativeJsonPayload.feedbackTopic(device),
            Buffer.buffer(NativeJsonPayload.encode(feedback)));
    context.runOnContext(go -> sendOrKeep(line, message));
  }

  @Override
  public Future<Void> sendCommand(DeviceId device, DeviceCommand command) {
    Promise<Void> taken = Promise.promise();
    Waiting message =
        new Waiting(
            NativeJsonPayload.commandTopic(device),
            Buffer.buffer(NativeJsonPayload.encode(command)));
    context.runOnContext(go -> publish(message, taken));
    return taken.future().timeout(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
  }

  /** True while the broker has accepted the connection and the subscriptions. */
  public boolean connected() {
    return connected;
  }

  /** When something was last heard from a device that is online. */
  public Optional<Instant> lastSeen(DeviceId device) {
    return Optional.ofNullable(lastSeen.get(device));
  }

  /** What was counted since the start. */
  public MqttCounters counters() {
    return counters;
  }

  private void connect() {
    if (stopping) {
      return;
    }
    MqttClient fresh = MqttClient.create(vertx, clientOptions());
    client = fresh;
    fresh.publishHandler(message -> onMessage(fresh, message));
    fresh.publishCompletionHandler(this::onAnswered);
    fresh.subscribeCompletionHandler(this::onSubscribed);
    fresh.closeHandler(closed -> onClosed(fresh));
    fresh
        .connect(options.port(), options.host())
        .compose(accepted -> fresh.subscribe(wishes()))
        .onFailure(
            failure -> {
              log.atWarn()
                  .addKeyValue("broker", options.host())
                  .addKeyValue("cause", failure.getMessage())
                  .log("no connection with the MQTT broker; trying again");
              abandon(fresh);
            });
  }

  private MqttClientOptions clientOptions() {
    MqttClientOptions mqtt = new MqttClientOptions();
    mqtt.setClientId(options.clientId());
    mqtt.setCleanSession(false);
    mqtt.setKeepAliveInterval(KEEP_ALIVE_S);
    mqtt.setAutoAck(false);
    mqtt.setMaxInflightQueue(MAX_UNANSWERED);
    mqtt.setMaxMessageSize(options.maxPayloadBytes() + TOPIC_BYTES);
    mqtt.setReconnectAttempts(0);
    if (options.userName() != null) {
      mqtt.setUsername(options.userName());
    }
    if (options.password() != null) {
      mqtt.setPassword(options.password());
    }
    if (options.tls()) {
      mqtt.setSsl(true);
      mqtt.setHostnameVerificationAlgorithm("HTTPS");
    }
    if (options.brokerCa() != null) {
      mqtt.setTrustOptions(new PemTrustOptions().addCertPath(options.brokerCa().toString()));
    }
    return mqtt;
  }

  private Map<String, Integer> wishes() {
    Map<String, Integer> wishes = new LinkedHashMap<>();
    for (DeviceLanguage language : languages) {
      language.topicFilters().forEach(filter -> wishes.put(options.shared(filter), 1));
    }
    return wishes;
  }

  private void onSubscribed(MqttSubAckMessage answer) {
    if (answer.grantedQoSLevels().contains(REFUSED)) {
      counters.reject(Reject.SUBSCRIPTION);
      log.atError()
          .addKeyValue("broker", options.host())
          .addKeyValue("granted", answer.grantedQoSLevels())
          .log("the MQTT broker refuses a subscription: let this client read the devices' topics");
      dropConnection();
      return;
    }
    connected = true;
    pauseMillis = FIRST_PAUSE_MILLIS;
    counters.connectionOpened();
    log.atInfo().addKeyValue("broker", options.host()).log("subscribed at the MQTT broker");
    List<Waiting> kept = List.copyOf(waiting.values());
    waiting.clear();
    kept.forEach(message -> publish(message, Promise.promise()));
  }

  private void onMessage(MqttClient from, MqttPublishMessage message) {
    if (from != client || stopping) {
      return;
    }
    if (unsettled.size() >= options.maxUnsettled()) {
      counters.reject(Reject.RECEIVE_MAXIMUM);
      dropConnection();
      return;
    }
    Unsettled one = new Unsettled(message);
    unsettled.add(one);
    handOn(message)
        .onComplete(
            stored -> context.runOnContext(go -> onStored(one)),
            failure -> context.runOnContext(go -> onUnstored(one)));
  }

  private Future<?> handOn(MqttPublishMessage message) {
    DeviceSignal signal = read(message);
    if (signal == null) {
      counters.reject(Reject.UNKNOWN_TOPIC);
      return Future.succeededFuture();
    }
    if (!known.test(signal.device())) {
      counters.reject(Reject.UNAUTHORIZED);
      return Future.succeededFuture();
    }
    noteLink(signal, message.isRetain());
    if (signal instanceof AlarmSignal alarm) {
      counters.alarmReceived();
      return store(alarm);
    }
    counters.reportReceived();
    if (!(signal instanceof LinkDown)) {
      sink.onReport((DeviceReport) signal);
    }
    return Future.succeededFuture();
  }

  private @Nullable DeviceSignal read(MqttPublishMessage message) {
    byte[] payload = message.payload().getBytes();
    for (DeviceLanguage language : languages) {
      Optional<DeviceSignal> signal =
          language.read(message.topicName(), payload, message.isRetain(), clock.instant());
      if (signal.isPresent()) {
        return signal.get();
      }
    }
    return null;
  }

  private Future<?> store(AlarmSignal alarm) {
    try {
      return sink.onAlarm(alarm);
    } catch (RuntimeException fault) {
      return Future.failedFuture(fault);
    }
  }

  /** Behind a broker a device is online from its first word until its will, or what says so. */
  private void noteLink(DeviceSignal signal, boolean retained) {
    if (signal instanceof LinkDown down) {
      if (lastSeen.remove(down.device()) != null || retained) {
        sink.onReport(down);
      }
    } else if (!retained && lastSeen.put(signal.device(), signal.receivedAt()) == null) {
      sink.onReport(new LinkUp(signal.device(), signal.receivedAt(), SOMEWHERE));
    }
  }

  private void onStored(Unsettled one) {
    one.stored = true;
    Unsettled first;
    while ((first = unsettled.peek()) != null && first.stored) {
      unsettled.remove();
      if (first.message.qosLevel() != MqttQoS.AT_MOST_ONCE && client != null) {
        first.message.ack();
      }
    }
    finishStopping();
  }

  private void onUnstored(Unsettled one) {
    if (unsettled.contains(one)) {
      counters.reject(Reject.UNSTORED);
      dropConnection();
    }
  }

  private void sendOrKeep(String line, Waiting message) {
    if (connected && unanswered.size() < MAX_UNANSWERED) {
      publish(message, Promise.promise());
      return;
    }
    waiting.remove(line);
    if (waiting.size() >= MAX_WAITING_FEEDBACK) {
      counters.reject(Reject.FEEDBACK_DROPPED);
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(line, message);
  }

  private void publish(Waiting message, Promise<Void> taken) {
    MqttClient current = client;
    if (!connected || current == null) {
      taken.tryFail("the MQTT broker is not connected");
      return;
    }
    counters.published();
    current
        .publish(message.topic(), message.payload(), MqttQoS.AT_LEAST_ONCE, false, false)
        .onComplete(packetId -> unanswered.put(packetId, taken), taken::tryFail);
  }

  private void onAnswered(Integer packetId) {
    Promise<Void> taken = unanswered.remove(packetId);
    if (taken != null) {
      taken.tryComplete();
    }
    if (!waiting.isEmpty()) {
      String oldest = waiting.keySet().iterator().next();
      Waiting next = waiting.remove(oldest);
      if (next != null) {
        publish(next, Promise.promise());
      }
    }
  }

  private void dropConnection() {
    MqttClient current = client;
    if (current != null) {
      current.disconnect();
      abandon(current);
    }
  }

  private void onClosed(MqttClient which) {
    context.runOnContext(go -> abandon(which));
  }

  /** This connection is over; what it brought and isn't stored will be sent again on the next. */
  private void abandon(MqttClient which) {
    if (which != client) {
      return;
    }
    if (connected) {
      connected = false;
      counters.connectionClosed();
    }
    client = null;
    unsettled.clear();
    unanswered.values().forEach(taken -> taken.tryFail("the MQTT broker's connection ended"));
    unanswered.clear();
    finishStopping();
    comeBack();
  }

  /** After a pause that doubles each time, with jitter, so that several nodes spread out. */
  private void comeBack() {
    if (!stopping) {
      long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1);
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      vertx.setTimer(pause, due -> connect());
    }
  }

  private void finishStopping() {
    if (stopping && drained != null && unsettled.isEmpty()) {
      drained.tryComplete();
    }
  }

  private Future<Void> disconnect() {
    Promise<Void> gone = Promise.promise();
    context.runOnContext(
        go -> {
          MqttClient last = client;
          if (last == null) {
            gone.complete();
          } else {
            last.disconnect().onComplete(done -> gone.tryComplete());
          }
        });
    return gone.future().timeout(1, TimeUnit.SECONDS);
  }
}
