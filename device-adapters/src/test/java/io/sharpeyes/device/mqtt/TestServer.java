package io.sharpeyes.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A server on a free loopback port with all its surroundings. Every password is {@code secret}. */
final class TestServer implements AutoCloseable {

  static final String PASSWORD = "secret";

  static {
    Leaks.watch();
  }

  final Vertx vertx = Vertx.vertx();
  final RecordingSink sink = new RecordingSink();
  final VolatileSessionStore store;
  final MqttButtonServer server;
  volatile DeviceAuthenticator authenticator = TestServer::bySecret;
  volatile Instant now = Instant.parse("2026-11-22T08:00:00Z");

  private TestServer(MqttServerOptions options, VolatileSessionStore store, long tickMillis) {
    this.store = store;
    this.server =
        new MqttButtonServer(
            vertx,
            options,
            credentials -> authenticator.authenticate(credentials),
            sink,
            store,
            (InstantSource) () -> now,
            tickMillis);
    await(server.start());
  }

  /** A server with the usual bounds. */
  static TestServer start() {
    return start(UnaryOperator.identity());
  }

  /** A server with other options. */
  static TestServer start(UnaryOperator<MqttServerOptions> change) {
    return new TestServer(change.apply(options()), new VolatileSessionStore(), 1_000);
  }

  /** A server whose seconds last so many milliseconds. */
  static TestServer startQuick(long tickMillis, UnaryOperator<MqttServerOptions> change) {
    return new TestServer(change.apply(options()), new VolatileSessionStore(), tickMillis);
  }

  /** Another server on what the first one stored. */
  static TestServer restart(TestServer first) {
    return new TestServer(options(), first.store, 1_000);
  }

  int port() {
    return server.port();
  }

  RawClient connectTcp() {
    return new RawClient(port());
  }

  @Override
  public void close() {
    long faults = rejected("internal");
    await(server.stop());
    await(vertx.close());
    assertThat(faults).as("faults of the server itself").isZero();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /** Waits until something is true, at most ten seconds. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  long rejected(String why) {
    Long count = server.counters().rejectedTotal().get(why);
    assertThat(count).as("counter " + why).isNotNull();
    return count == null ? 0 : count;
  }

  private static MqttServerOptions options() {
    return MqttServerOptions.defaults().listeningOn("127.0.0.1", 0);
  }

  private static Future<Optional<DeviceId>> bySecret(DeviceAuthenticator.Credentials credentials) {
    String userName = credentials.userName();
    Buffer password = credentials.password();
    if (userName == null || password == null) {
      return Future.succeededFuture(Optional.empty());
    }
    boolean known =
        userName.startsWith("button-")
            && PASSWORD.equals(password.toString(StandardCharsets.UTF_8));
    return Future.succeededFuture(known ? Optional.of(new DeviceId(userName)) : Optional.empty());
  }
}
