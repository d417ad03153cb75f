package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkDown;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mosquitto's command line clients as devices. */
class MosquittoClientsIT {

  private static final String ALARM = "sharpeyes/v1/button-1/alarm";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private Peer pub(int port, String version, String... more) {
    return client("mosquitto_pub", port, version, more);
  }

  private Peer client(String program, int port, String version, String... more) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of("-h", "127.0.0.1", "-p", "" + port, "-V", version));
    command.addAll(List.of("-u", "button-1", "-P", TestServer.PASSWORD));
    command.addAll(List.of(more));
    return Peer.start(folder, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"mqttv311,0", "mqttv311,1", "mqttv311,2", "mqttv5,0", "mqttv5,1", "mqttv5,2"})
  void an_empty_message_is_a_press(String version, String qos) {
    try (TestServer gateway = TestServer.start();
        Peer pub = pub(gateway.port(), version, "-i", "probe", "-q", qos, "-t", ALARM, "-n")) {
      assertThat(pub.exitCode()).as(pub.lines.toString()).isZero();
      eventually("the press arrives", () -> gateway.sink.alarms.size() == 1);
      assertThat(gateway.sink.presses().get(0))
          .isEqualTo(ButtonPressed.bare(new DeviceId("button-1"), gateway.now));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void a_retained_press_is_a_press_like_any_other(String version) {
    try (TestServer gateway = TestServer.start();
        Peer pub =
            pub(gateway.port(), version, "-r", "-q", "1", "-t", ALARM, "-m", "{\"press\":7}")) {
      assertThat(pub.exitCode()).as(pub.lines.toString()).isZero();
      assertThat(gateway.sink.presses()).hasSize(1);
      assertThat(gateway.sink.presses().get(0).press()).isEqualTo("7");
    }
  }

  @Test
  void a_wrong_password_is_told() {
    try (TestServer gateway = TestServer.start();
        Peer pub =
            Peer.start(
                folder,
                "mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                "" + gateway.port(),
                "-u",
                "button-1",
                "-P",
                "wrong",
                "-t",
                ALARM,
                "-n")) {
      assertThat(pub.exitCode()).isNotZero();
      assertThat(pub.lines.toString()).containsIgnoringCase("bad user name or password");
    }
  }

  @Test
  void a_press_that_cannot_be_stored_is_not_acknowledged() {
    try (TestServer gateway = TestServer.start()) {
      gateway.sink.storeBy(signal -> Future.failedFuture("disk full"));
      try (Peer pub = pub(gateway.port(), "mqttv311", "-q", "1", "-t", ALARM, "-n", "-d")) {
        eventually("it tries", () -> gateway.rejected("unstored") >= 1);
        assertThat(pub.lines.toString()).doesNotContain("received PUBACK");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void feedback_is_heard(String version) {
    try (TestServer gateway = TestServer.start();
        Peer sub =
            client(
                "mosquitto_sub",
                gateway.port(),
                version,
                "-i",
                "ear",
                "-q",
                "1",
                "-t",
                "sharpeyes/v1/button-1/feedback",
                "-C",
                "2")) {
      eventually("it subscribed", () -> !gateway.sink.reports(FeedbackAwaited.class).isEmpty());
      for (Feedback.Stage stage : List.of(Feedback.Stage.STORED, Feedback.Stage.CLAIMED)) {
        gateway.server.sendFeedback(
            new DeviceId("button-1"), new Feedback("i-1", "7", stage, Instant.EPOCH));
      }
      assertThat(sub.exitCode()).isZero();
      assertThat(sub.lines)
          .containsExactly(
              "{\"incident\":\"i-1\",\"press\":\"7\",\"stage\":\"stored\",\"at\":\"1970-01-01T00:00:00.000Z\"}",
              "{\"incident\":\"i-1\",\"press\":\"7\",\"stage\":\"claimed\",\"at\":\"1970-01-01T00:00:00.000Z\"}");
    }
  }

  @Test
  void topics_of_others_are_refused() {
    try (TestServer gateway = TestServer.start();
        Peer sub =
            client(
                "mosquitto_sub",
                gateway.port(),
                "mqttv5",
                "-t",
                "sharpeyes/v1/+/alarm",
                "-W",
                "3")) {
      sub.exitCode();
      assertThat(sub.lines.toString()).containsIgnoringCase("denied");
    }
  }

  @Test
  void a_will_is_heard_when_the_process_is_killed() {
    try (TestServer gateway = TestServer.start()) {
      Peer sub =
          client(
              "mosquitto_sub",
              gateway.port(),
              "mqttv311",
              "-t",
              "sharpeyes/v1/button-1/feedback",
              "--will-topic",
              "sharpeyes/v1/button-1/status",
              "--will-payload",
              "{\"online\":false}");
      eventually("it subscribed", () -> !gateway.sink.reports(FeedbackAwaited.class).isEmpty());
      sub.close();
      eventually("it is down", () -> !gateway.sink.reports(LinkDown.class).isEmpty());
    }
  }

  @Test
  void tls_with_a_secret_and_with_a_certificate() {
    Certificates certificates = new Certificates(folder).sign("server").sign("button-1");
    try (TestServer gateway =
        TestServer.start(
            options ->
                options.withTls(
                    new MqttServerOptions.Tls(
                        0,
                        certificates.certificate("server"),
                        certificates.key("server"),
                        certificates.authority())))) {
      String ca = certificates.authority().toString();
      try (Peer pub =
          pub(gateway.server.tlsPort(), "mqttv5", "--cafile", ca, "-q", "1", "-t", ALARM, "-n")) {
        assertThat(pub.exitCode()).as(pub.lines.toString()).isZero();
      }
      gateway.authenticator =
          credentials ->
              Future.succeededFuture(
                  Optional.ofNullable(credentials.certificateSubject()).map(DeviceId::new));
      try (Peer pub =
          Peer.start(
              folder,
              "mosquitto_pub",
              "-h",
              "127.0.0.1",
              "-p",
              "" + gateway.server.tlsPort(),
              "--cafile",
              ca,
              "--cert",
              certificates.certificate("button-1").toString(),
              "--key",
              certificates.key("button-1").toString(),
              "-q",
              "1",
              "-t",
              ALARM,
              "-n")) {
        assertThat(pub.exitCode()).as(pub.lines.toString()).isZero();
      }
      assertThat(gateway.sink.presses()).hasSize(2);
    }
  }
}
