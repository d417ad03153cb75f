package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect3;
import static io.sharpeyes.device.mqtt.Packets.connect5;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.press;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.subscribe;
import static io.sharpeyes.device.mqtt.Packets.u8;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.Receipt;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that outlive their connection, and take-over (§3.1.2.4, §3.1.4, §4.1, §4.4). */
class SessionTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final String FEEDBACK = "sharpeyes/v1/button-1/feedback";
  private static final String NEW = "20020000";
  private static final String KEPT = "20020100";
  private TestServer gateway;

  @BeforeEach
  void start() {
    gateway = TestServer.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawClient connect(byte[] connect, String answer) {
    RawClient client = gateway.connectTcp();
    client.send(connect);
    assertThat(client.receive()).startsWith(answer);
    return client;
  }

  private void leave(RawClient client) {
    client.send(Packets.DISCONNECT);
    assertThat(client.receive()).isEmpty();
    client.close();
  }

  private static void pings(RawClient client) {
    client.send(Packets.PINGREQ);
    assertThat(client.receive()).isEqualTo("d000");
  }

  @Test
  void a_session_is_kept_with_its_subscriptions() {
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(subscribe(4, 1, FEEDBACK, 1));
    assertThat(first.receive()).isEqualTo("9003000101");
    leave(first);
    try (RawClient second = connect(connect3("button-1", "a", false), KEPT)) {
      eventually(
          "feedback is awaited again",
          () -> gateway.sink.reports(FeedbackAwaited.class).size() == 2);
      gateway.server.sendFeedback(
          BUTTON, new Feedback("i", "1", Feedback.Stage.STORED, gateway.now));
      assertThat(second.receive()).startsWith("32");
    }
  }

  @Test
  void a_session_survives_a_restart() {
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(subscribe(4, 1, FEEDBACK, 1), press(4, 2, 9, "button-1"));
    first.receive();
    first.receive();
    try (TestServer other = TestServer.restart(gateway);
        RawClient second = other.connectTcp()) {
      second.send(connect3("button-1", "a", false), again(press(4, 2, 9, "button-1")));
      assertThat(second.receive()).isEqualTo(KEPT);
      assertThat(second.receive()).isEqualTo("50020009");
      assertThat(other.sink.alarms).as("it was heard before the restart").isEmpty();
      second.send(hex("62020009"));
      assertThat(second.receive()).isEqualTo("70020009");
    }
    first.close();
  }

  @Test
  void a_clean_connect_forgets_the_session() {
    leave(connect(connect3("button-1", "a", false), NEW));
    assertThat(gateway.store.sessions).hasSize(1);
    leave(connect(connect3("button-1", "a", true), NEW));
    assertThat(gateway.store.sessions).isEmpty();
    leave(connect(connect3("button-1", "a", false), NEW));
  }

  @Test
  void a_clean_session_is_never_stored() {
    RawClient client = connect(connect3("button-1", "a", true), NEW);
    client.send(subscribe(4, 1, FEEDBACK, 1), press(4, 2, 1, "button-1"));
    client.receive();
    client.receive();
    assertThat(gateway.store.sessions).isEmpty();
    leave(client);
    leave(connect(connect3("button-1", "a", false), NEW));
  }

  @Test
  void a_session_of_version_5_lives_as_long_as_it_asked() {
    leave(connect(connect5("button-1", "a", false, hex("110000003c")), "20"));
    gateway.now = gateway.now.plusSeconds(59);
    RawClient second = connect(connect5("button-1", "a", false, hex("110000003c")), "20");
    assertThat(gateway.store.sessions).hasSize(1);
    leave(second);
    gateway.now = gateway.now.plusSeconds(60);
    try (RawClient third = gateway.connectTcp()) {
      third.send(connect5("button-1", "a", false, hex("110000003c")));
      assertThat(third.receive().substring(4, 6)).as("session present").isEqualTo("00");
    }
  }

  @Test
  void a_session_of_version_5_without_expiry_ends_with_its_connection() {
    leave(connect(connect5("button-1", "a", false), "20"));
    assertThat(gateway.store.sessions).isEmpty();
  }

  @Test
  void disconnect_may_change_the_expiry() {
    RawClient client = connect(connect5("button-1", "a", false, hex("110000003c")), "20");
    client.send(packet(0xE0, u8(0), properties(hex("1100000000"))));
    assertThat(client.receive()).isEmpty();
    eventually("the session is gone", () -> gateway.store.sessions.isEmpty());
    client.close();
  }

  @Test
  void nothing_is_confirmed_that_the_store_did_not_take() {
    RawClient client = connect(connect3("button-1", "a", false), NEW);
    gateway.store.breakDown();
    client.send(subscribe(4, 1, FEEDBACK, 1));
    assertThat(client.receive()).isEmpty();
    client.close();
    try (RawClient other = gateway.connectTcp()) {
      other.send(connect3("button-1", "b", false));
      assertThat(other.receive()).isEqualTo("20020003");
    }
    try (RawClient clean = gateway.connectTcp()) {
      clean.send(connect3("button-1", "c", true));
      assertThat(clean.receive()).as("who needs no store is not hindered").isEqualTo(NEW);
    }
    assertThat(gateway.rejected("session-store-failed")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_qos_2_message_is_known_again_on_another_connection() {
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(press(4, 2, 5, "button-1"));
    assertThat(first.receive()).isEqualTo("50020005");
    first.reset();
    try (RawClient second = connect(connect3("button-1", "a", false), KEPT)) {
      second.send(again(press(4, 2, 5, "button-1")));
      assertThat(second.receive()).isEqualTo("50020005");
      second.send(hex("62020005"));
      assertThat(second.receive()).isEqualTo("70020005");
    }
    assertThat(gateway.sink.alarms).hasSize(1);
  }

  /** The same packet, marked as sent again (DUP). */
  private static byte[] again(byte[] publish) {
    byte[] marked = publish.clone();
    marked[0] |= 0x08;
    return marked;
  }

  @Test
  void a_device_that_lost_its_session_and_counts_anew_is_heard() {
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(press(4, 2, 1, "button-1"));
    assertThat(first.receive()).isEqualTo("50020001");
    first.reset();
    try (RawClient rebooted = connect(connect3("button-1", "a", false), KEPT)) {
      rebooted.send(press(4, 2, 1, "button-1"));
      assertThat(rebooted.receive()).isEqualTo("50020001");
      assertThat(gateway.sink.alarms).hasSize(2);
      rebooted.send(press(4, 2, 1, "button-1"));
      assertThat(rebooted.receive())
          .as("the same connection, the same message")
          .isEqualTo("50020001");
      rebooted.send(hex("62020001"));
      assertThat(rebooted.receive()).isEqualTo("70020001");
    }
    assertThat(gateway.sink.alarms).hasSize(2);
  }

  @Test
  void a_qos_2_message_on_its_way_to_the_disk_is_known_after_a_take_over() {
    Promise<Receipt> disk = Promise.promise();
    gateway.sink.storeBy(signal -> disk.future());
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(press(4, 2, 5, "button-1"));
    eventually("it is on its way", () -> gateway.sink.alarms.size() == 1);
    try (RawClient second = connect(connect3("button-1", "a", false), KEPT)) {
      assertThat(first.receive()).isEmpty();
      second.send(again(press(4, 2, 5, "button-1")));
      assertThat(second.isSilentFor(50)).isTrue();
      disk.complete(new Receipt("i", null, false));
      assertThat(second.receive()).isEqualTo("50020005");
    }
    assertThat(gateway.sink.alarms).hasSize(1);
    first.close();
  }

  @Test
  void the_same_client_takes_over_and_the_link_stays_up() {
    RawClient first = connect(connect5("button-1", "a", true), "20");
    RawClient second = connect(connect5("button-1", "a", true), "20");
    assertThat(first.receive()).isEqualTo("e0028e00");
    assertThat(first.receive()).isEmpty();
    second.send(Packets.PINGREQ);
    assertThat(second.receive()).isEqualTo("d000");
    assertThat(gateway.sink.reports(LinkUp.class)).hasSize(1);
    assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
    first.close();
    leave(second);
    eventually("the link is down", () -> gateway.sink.reports(LinkDown.class).size() == 1);
  }

  @Test
  void another_client_of_the_device_evicts_nobody() {
    RawClient button = connect(connect3("button-1", "button", true), NEW);
    RawClient probe = connect(connect3("button-1", "probe", true), NEW);
    button.send(Packets.PINGREQ);
    assertThat(button.receive()).isEqualTo("d000");
    leave(probe);
    assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
    button.send(Packets.PINGREQ);
    assertThat(button.receive()).isEqualTo("d000");
    button.close();
  }

  @Test
  void the_same_client_id_of_another_device_is_another_session() {
    RawClient one = connect(connect3("button-1", "a", false), NEW);
    RawClient two = connect(connect3("button-2", "a", false), NEW);
    one.send(Packets.PINGREQ);
    assertThat(one.receive()).isEqualTo("d000");
    one.close();
    two.close();
  }

  @Test
  void a_fifth_connection_of_a_device_ends_the_one_that_was_silent_longest() {
    gateway.close();
    gateway = TestServer.startQuick(100, options -> options);
    List<RawClient> alive = new ArrayList<>();
    alive.add(connect(connect3("button-1", "client-1", true), NEW));
    RawClient silent = connect(connect5("button-1", "client-0", true), "20");
    alive.add(connect(connect3("button-1", "client-2", true), NEW));
    alive.add(connect(connect3("button-1", "client-3", true), NEW));
    eventually(
        "all were silent for a while",
        () -> !gateway.server.lastSeen(BUTTON).orElseThrow().isAfter(gateway.now.minusSeconds(3)));
    alive.forEach(SessionTest::pings);
    try (RawClient fifth = connect(connect3("button-1", "client-4", true), NEW)) {
      fifth.send(press(4, 1, 1, "button-1"));
      assertThat(fifth.receive()).isEqualTo("40020001");
      assertThat(silent.receive()).isEqualTo("e0029700");
      assertThat(silent.receive()).isEmpty();
      alive.forEach(SessionTest::pings);
    }
    assertThat(gateway.rejected("too-many-sessions")).isEqualTo(1);
    assertThat(gateway.sink.reports(LinkUp.class)).hasSize(1);
    assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
    alive.forEach(RawClient::close);
    silent.close();
  }

  @Test
  void a_session_that_made_way_is_kept() {
    RawClient first = connect(connect3("button-1", "client-0", false), NEW);
    List<RawClient> others = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      others.add(connect(connect3("button-1", "client-" + i, true), NEW));
    }
    assertThat(first.receive()).isEmpty();
    others.add(connect(connect3("button-1", "client-0", false), KEPT));
    others.forEach(RawClient::close);
    first.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void new_client_ids_of_one_device_that_come_all_at_once_are_all_let_in(int eventLoops) {
    gateway.close();
    gateway =
        TestServer.start(
            options ->
                new MqttServerOptions("127.0.0.1", 0, null, null, eventLoops, options.limits()));
    List<RawClient> ghosts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ghosts.add(connect(connect3("button-1", "", true), NEW));
    }
    List<RawClient> racing = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      racing.add(gateway.connectTcp());
    }
    racing.forEach(one -> one.send(connect3("button-1", "", true), press(4, 1, 1, "button-1")));
    racing.forEach(one -> assertThat(one.receive()).isEqualTo(NEW));
    eventually("each was heard", () -> gateway.sink.alarms.size() == 8);
    eventually("four are left", () -> gateway.server.counters().connections() == 4);
    assertThat(gateway.rejected("too-many-sessions")).isEqualTo(8);
    ghosts.forEach(RawClient::close);
    racing.forEach(RawClient::close);
  }

  @Test
  void of_too_many_kept_sessions_the_oldest_is_forgotten() {
    for (int i = 0; i < 5; i++) {
      leave(connect(connect3("button-1", "client-" + i, false), NEW));
      gateway.now = gateway.now.plusSeconds(1);
      int kept = Math.min(i + 1, 4);
      eventually("so many are kept", () -> gateway.store.sessions.size() == kept);
    }
    assertThat(gateway.store.sessions.keySet())
        .extracting(MqttSessionStore.SessionKey::clientId)
        .containsExactlyInAnyOrder("client-1", "client-2", "client-3", "client-4");
  }

  @Test
  void what_was_not_acknowledged_is_sent_again_to_who_takes_over() {
    RawClient first = connect(connect3("button-1", "a", false), NEW);
    first.send(subscribe(4, 1, FEEDBACK, 1));
    first.receive();
    gateway.server.sendFeedback(BUTTON, new Feedback("i", "1", Feedback.Stage.STORED, gateway.now));
    String sent = first.receive();
    assertThat(sent).startsWith("32");
    try (RawClient second = connect(connect3("button-1", "a", false), KEPT)) {
      assertThat(second.receive()).isEqualTo("3a" + sent.substring(2));
      second.send(hex("40020001"), Packets.PINGREQ);
      assertThat(second.receive()).isEqualTo("d000");
    }
    first.close();
  }

  @Test
  void many_connects_of_one_client_at_once_leave_one() throws Exception {
    long before = gateway.server.counters().connectionsTotal();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(gateway.connectTcp());
    }
    clients.forEach(client -> client.send(connect3("button-1", "a", false)));
    eventually(
        "all have come and one is left",
        () ->
            gateway.server.counters().connectionsTotal() == before + 8
                && gateway.server.counters().connections() == 1);
    assertThat(gateway.sink.reports(LinkUp.class)).hasSize(1);
    assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
    clients.forEach(RawClient::close);
  }

  @Test
  void a_revoked_device_is_cut_and_forgotten() {
    RawClient three = connect(connect3("button-1", "a", false), NEW);
    RawClient five = connect(connect5("button-1", "b", false, hex("110000003c")), "20");
    TestServer.await(gateway.server.revoke(BUTTON));
    assertThat(three.receive()).isEmpty();
    assertThat(five.receive()).isEqualTo("e0029800");
    eventually("it is forgotten", () -> gateway.store.sessions.isEmpty());
    assertThat(gateway.sink.reports(LinkDown.class))
        .extracting(LinkDown::cause)
        .containsExactly("revoked");
    three.close();
    five.close();
  }
}
