package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.Receipt;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices made with libraries that nobody here wrote: Eclipse Paho, HiveMQ's client, MQTT.js. */
class ClientLibrariesIT {

  private static final String OWN = "sharpeyes/v1/button-1/";
  private static final byte[] PRESS = "{\"press\":7}".getBytes(StandardCharsets.UTF_8);
  private static final Feedback STORED =
      new Feedback("i-1", "7", Feedback.Stage.STORED, Instant.EPOCH);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static void tell(TestServer gateway) {
    eventually("feedback is awaited", () -> !gateway.sink.reports(FeedbackAwaited.class).isEmpty());
    gateway.server.sendFeedback(new DeviceId("button-1"), STORED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void paho_3(int qos) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (TestServer gateway = TestServer.start();
        var button =
            new org.eclipse.paho.client.mqttv3.MqttClient(
                "tcp://127.0.0.1:" + gateway.port(), "paho", new MemoryPersistence())) {
      MqttConnectOptions options = new MqttConnectOptions();
      options.setUserName("button-1");
      options.setPassword(TestServer.PASSWORD.toCharArray());
      options.setCleanSession(false);
      options.setWill(
          OWN + "status", "{\"online\":false}".getBytes(StandardCharsets.UTF_8), 1, true);
      button.connect(options);
      button.subscribe(
          OWN + "feedback",
          qos,
          (topic, message) -> heard.add(new String(message.getPayload(), StandardCharsets.UTF_8)));
      tell(gateway);
      button.publish(OWN + "alarm", PRESS, qos, qos == 1);
      eventually("the press comes", () -> gateway.sink.presses().size() == 1);
      eventually("the feedback comes", () -> heard.size() == 1);
      assertThat(heard.get(0)).contains("\"stage\":\"stored\"");
      button.disconnect();
      eventually("it is gone", () -> gateway.sink.reports(LinkDown.class).size() == 1);
      button.connect(options);
      eventually(
          "feedback is awaited again",
          () -> gateway.sink.reports(FeedbackAwaited.class).size() >= 2);
      button.disconnectForcibly(100, 100, false);
    }
  }

  @Test
  void paho_3_tries_again_what_could_not_be_stored() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (TestServer gateway = TestServer.start()) {
      gateway.sink.storeBy(
          signal ->
              tries.incrementAndGet() == 1
                  ? Future.failedFuture("disk full")
                  : Future.succeededFuture(new Receipt("i-1", "7", false)));
      var button =
          new org.eclipse.paho.client.mqttv3.MqttAsyncClient(
              "tcp://127.0.0.1:" + gateway.port(), "paho", new MemoryPersistence());
      MqttConnectOptions options = new MqttConnectOptions();
      options.setUserName("button-1");
      options.setPassword(TestServer.PASSWORD.toCharArray());
      options.setCleanSession(false);
      options.setAutomaticReconnect(true);
      button.connect(options).waitForCompletion(5_000);
      button.publish(OWN + "alarm", PRESS, 1, false);
      eventually("it tries again", () -> gateway.sink.presses().size() == 2);
      assertThat(gateway.sink.presses()).allMatch(one -> "7".equals(one.press()));
      button.disconnectForcibly(100, 100);
      button.close(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void paho_5(int qos) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (TestServer gateway = TestServer.start()) {
      var button =
          new org.eclipse.paho.mqttv5.client.MqttClient(
              "tcp://127.0.0.1:" + gateway.port(),
              "paho",
              new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setUserName("button-1");
      options.setPassword(TestServer.PASSWORD.getBytes(StandardCharsets.UTF_8));
      options.setCleanStart(false);
      options.setSessionExpiryInterval(3_600L);
      options.setTopicAliasMaximum(5);
      button.connect(options);
      button.setCallback(new PahoEar(heard));
      button.subscribe(OWN + "feedback", qos);
      tell(gateway);
      for (int i = 1; i <= 3; i++) {
        button.publish(OWN + "alarm", PRESS, qos, false);
        int so = i;
        eventually("the press comes", () -> gateway.sink.presses().size() == so);
      }
      eventually("the feedback comes", () -> heard.size() == 1);
      assertThat(button.subscribe("sharpeyes/v1/button-2/feedback", 1).getReasonCodes())
          .containsExactly(0x87);
      button.disconnect();
      button.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void hivemq_3(int qos) {
    try (TestServer gateway = TestServer.start()) {
      Mqtt3BlockingClient button =
          MqttClient.builder()
              .useMqttVersion3()
              .identifier("hive")
              .serverHost("127.0.0.1")
              .serverPort(gateway.port())
              .simpleAuth()
              .username("button-1")
              .password(TestServer.PASSWORD.getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth()
              .buildBlocking();
      button.connect();
      try (Mqtt3BlockingClient.Mqtt3Publishes heard =
          button.publishes(com.hivemq.client.mqtt.MqttGlobalPublishFilter.SUBSCRIBED)) {
        button.subscribeWith().topicFilter(OWN + "feedback").qos(MqttQos.AT_LEAST_ONCE).send();
        tell(gateway);
        button.publishWith().topic(OWN + "alarm").payload(PRESS).qos(qos(qos)).send();
        eventually("the press comes", () -> gateway.sink.presses().size() == 1);
        assertThat(heard.receive(5, TimeUnit.SECONDS)).isPresent();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      button.disconnect();
      eventually("it said good-bye", () -> !gateway.sink.reports(LinkDown.class).isEmpty());
      assertThat(gateway.sink.reports(LinkDown.class).get(0).cause()).isEqualTo("disconnect");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void hivemq_5(int qos) {
    try (TestServer gateway = TestServer.start()) {
      Mqtt5BlockingClient button = hivemq5(gateway);
      Mqtt5ConnAck answer = button.connectWith().cleanStart(false).sessionExpiryInterval(60).send();
      assertThat(answer.getRestrictions().getReceiveMaximum()).isEqualTo(16);
      assertThat(answer.getRestrictions().isRetainAvailable()).isTrue();
      assertThat(answer.getRestrictions().isSharedSubscriptionAvailable()).isFalse();
      assertThat(answer.isSessionPresent()).isFalse();
      button.publishWith().topic(OWN + "alarm").payload(PRESS).qos(qos(qos)).retain(true).send();
      eventually("the press comes", () -> gateway.sink.presses().size() == 1);
      button.disconnect();
      assertThat(
              button
                  .connectWith()
                  .cleanStart(false)
                  .sessionExpiryInterval(60)
                  .send()
                  .isSessionPresent())
          .isTrue();
      button.disconnect();
    }
  }

  @Test
  void hivemq_5_sends_as_fast_as_it_may() {
    try (TestServer gateway = TestServer.start()) {
      var button = hivemq5(gateway).toAsync();
      button.connect().join();
      List<java.util.concurrent.CompletableFuture<?>> sent = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 500; i++) {
        sent.add(
            button
                .publishWith()
                .topic(OWN + "alarm")
                .payload(("{\"press\":" + i + "}").getBytes(StandardCharsets.UTF_8))
                .qos(i % 2 == 0 ? MqttQos.AT_LEAST_ONCE : MqttQos.EXACTLY_ONCE)
                .send());
      }
      sent.forEach(java.util.concurrent.CompletableFuture::join);
      assertThat(gateway.sink.presses()).hasSize(500);
      button.disconnect().join();
    }
  }

  @Test
  void mqtt_js_over_tcp_and_websocket() throws IOException {
    Peer.require("node");
    Peer.require("npm");
    try (Peer npm =
        Peer.start(
            folder,
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "mqtt@5.14.1")) {
      if (npm.exitCode() != 0) {
        Peer.missing("MQTT.js can't be installed by npm: " + npm.lines);
      }
    }
    Files.writeString(
        folder.resolve("press.js"),
        """
        const mqtt = require('mqtt')
        const [url, version] = process.argv.slice(2)
        const client = mqtt.connect(url, {username: 'button-1', password: 'secret',
          protocolVersion: Number(version), clientId: 'js', reconnectPeriod: 0})
        const fail = (error) => { console.log('failed ' + error); process.exit(1) }
        client.on('error', fail)
        client.on('connect', () => client.subscribe('sharpeyes/v1/button-1/feedback', {qos: 1}, (error) => {
          if (error) fail(error)
          client.publish('sharpeyes/v1/button-1/alarm', '{"press":7}', {qos: 2}, (problem) => {
            if (problem) fail(problem)
            console.log('pressed')
          })
        }))
        // MQTT.js acknowledges only after this listener: ending inside it would send the PUBACK after the
        // DISCONNECT, into a connection that the gateway has closed by then. And what a socket says while
        // both sides are closing it is no failure.
        client.on('message', (topic, message) => {
          console.log(topic + ' ' + message)
          client.off('error', fail).on('error', () => {})
          setImmediate(() => client.end())
        })
        setTimeout(() => fail('nothing came'), 15000).unref()
        """);
    try (TestServer gateway =
        TestServer.start(
            options -> options.withWebsocket(new MqttServerOptions.WebSocket(0, "/mqtt")))) {
      String tcp = "mqtt://127.0.0.1:" + gateway.port();
      String websocket = "ws://127.0.0.1:" + gateway.server.websocketPort() + "/mqtt";
      int presses = 0;
      for (String url : List.of(tcp, websocket)) {
        for (String version : List.of("4", "5")) {
          presses++;
          try (Peer js = Peer.start(folder, "node", "press.js", url, version)) {
            int so = presses;
            eventually("it pressed", () -> js.lines.contains("pressed") || !js.lines.isEmpty());
            assertThat(js.lines).contains("pressed");
            assertThat(gateway.sink.presses()).hasSize(so);
            gateway.server.sendFeedback(new DeviceId("button-1"), STORED);
            assertThat(js.exitCode()).as(js.lines.toString()).isZero();
            assertThat(js.lines.toString()).contains("\"stage\":\"stored\"");
          }
        }
      }
    }
  }

  private static Mqtt5BlockingClient hivemq5(TestServer gateway) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier("hive")
        .serverHost("127.0.0.1")
        .serverPort(gateway.port())
        .simpleAuth()
        .username("button-1")
        .password(TestServer.PASSWORD.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildBlocking();
  }

  private static MqttQos qos(int qos) {
    MqttQos known = MqttQos.fromCode(qos);
    return known == null ? MqttQos.AT_MOST_ONCE : known;
  }

  /** Paho 5 wants a whole callback. */
  private record PahoEar(List<String> heard)
      implements org.eclipse.paho.mqttv5.client.MqttCallback {

    @Override
    public void disconnected(org.eclipse.paho.mqttv5.client.MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void messageArrived(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
      heard.add(new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void deliveryComplete(org.eclipse.paho.mqttv5.client.IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
