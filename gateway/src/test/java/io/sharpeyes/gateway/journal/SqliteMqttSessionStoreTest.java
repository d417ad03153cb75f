package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.sharpeyes.device.mqtt.MqttSessionStore.Subscription;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMqttSessionStoreTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final SessionKey KEY = new SessionKey(BUTTON, "client");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");

  @AfterEach
  void nothingWasFatal() {
    assertThat(fatal).isEmpty();
  }

  private SqliteMqttSessionStore open() {
    return SqliteMqttSessionStore.open(folder.resolve("sessions.db"), () -> now, fatal::add);
  }

  private static StoredSession session(SessionKey key, @Nullable Instant endedAt) {
    return new StoredSession(
        key,
        3_600,
        List.of(new Subscription("sharpeyes/v1/button-1/feedback", 1, 7)),
        Set.of(1, 65_535),
        endedAt);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void what_was_saved_is_there_after_a_restart_and_ended_with_the_process() {
    SqliteMqttSessionStore store = open();
    get(store.save(session(KEY, null)));
    get(store.close());
    now = now.plusSeconds(60);
    SqliteMqttSessionStore again = open();
    assertThat(get(again.load(BUTTON))).containsExactly(session(KEY, now));
    get(again.close());
  }

  @Test
  void what_was_removed_is_gone() {
    SqliteMqttSessionStore store = open();
    Future<Void> saved = store.save(session(KEY, null));
    Future<Void> removed = store.remove(KEY);
    Future<List<StoredSession>> loaded = store.load(BUTTON);
    assertThat(get(loaded)).isEmpty();
    assertThat(saved.succeeded() && removed.succeeded()).isTrue();
    get(store.close());
    SqliteMqttSessionStore again = open();
    assertThat(get(again.load(BUTTON))).isEmpty();
    get(again.close());
  }

  @Test
  void a_question_sees_what_was_written_before_it() {
    SqliteMqttSessionStore store = open();
    List<Future<Void>> saves = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      saves.add(store.save(session(new SessionKey(BUTTON, "client-" + i % 4), null)));
    }
    assertThat(get(store.load(BUTTON))).hasSize(4);
    saves.forEach(SqliteMqttSessionStoreTest::get);
    assertThat(store.size()).isEqualTo(4);
    get(store.close());
  }

  @Test
  void expired_sessions_go_at_the_next_start() {
    SqliteMqttSessionStore store = open();
    get(store.save(session(KEY, now)));
    get(store.close());
    now = now.plusSeconds(3_600);
    SqliteMqttSessionStore again = open();
    assertThat(get(again.load(BUTTON))).isEmpty();
    assertThat(again.size()).isZero();
    get(again.close());
  }

  @Test
  void after_close_nothing_is_taken() {
    SqliteMqttSessionStore store = open();
    get(store.close());
    assertThat(store.save(session(KEY, null)).cause()).hasMessageContaining("closed");
    assertThat(store.refusedTotal()).isEqualTo(1);
  }

  @Test
  void a_damaged_file_is_named_and_nothing_starts_on_it() throws Exception {
    Files.writeString(folder.resolve("sessions.db"), "this is no database ".repeat(100));
    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("sessions.db")
        .hasMessageContaining("move it away");
  }
}
