package io.sharpeyes.device.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of one event loop and the connections that came through them. It counts
 * seconds for all of them: a tick comes a second after the last one was worked off and the sockets
 * were looked at, so that after a pause of the machine nobody seems to have been silent.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty tells failures by channelInactive
final class MqttListener extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(MqttListener.class);
  private static final int STOP_S = 6;
  private static final int MAX_CLIENT_ID_IN_DECODER = 65_535;

  /**
   * At most 16 kB of one connection are worked off before the others of the loop get their turn.
   */
  private static final RecvByteBufAllocator READS =
      new FixedRecvByteBufAllocator(4_096).maxMessagesPerRead(4);

  private final MqttServerOptions options;
  private final ServerParts parts;
  private final AddressCounts addresses;
  private final Ports ports;
  private final long tickMillis;
  private final List<NetServer> servers = new ArrayList<>(3);
  private final List<Timed> connections = new ArrayList<>();
  private final Turns turns = new Turns();
  private volatile int tick;
  private int lastFaultTick = -1;
  private boolean stopping;
  private @Nullable Promise<Void> drained;

  /**
   * Port numbers: what to listen on, or what was opened.
   *
   * @param plain plain TCP
   * @param tls TLS
   * @param websocket WebSocket
   */
  record Ports(int plain, int tls, int websocket) {}

  MqttListener(
      MqttServerOptions options,
      ServerParts parts,
      AddressCounts addresses,
      Ports ports,
      long tickMillis) {
    this.options = options;
    this.parts = parts;
    this.addresses = addresses;
    this.ports = ports;
    this.tickMillis = tickMillis;
  }

  @Override
  public Future<?> start() {
    scheduleTick();
    List<Future<NetServer>> listening = new ArrayList<>(3);
    if (options.port() >= 0) {
      listening.add(listen(new NetServerOptions(), ports.plain(), false));
    }
    if (options.tls() != null) {
      listening.add(listen(tlsOptions(options.tls()), ports.tls(), false));
    }
    if (options.websocket() != null) {
      listening.add(listen(new NetServerOptions(), ports.websocket(), true));
    }
    return Future.all(listening);
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    Promise<Void> promise = Promise.promise();
    drained = promise;
    List.copyOf(connections).forEach(Timed::onStop);
    if (connections.isEmpty()) {
      promise.tryComplete();
    }
    return promise
        .future()
        .timeout(STOP_S, TimeUnit.SECONDS)
        .transform(
            done -> Future.join(servers.stream().map(NetServer::close).toList()).otherwiseEmpty());
  }

  /** Seconds that this event loop lived through; any thread. */
  int tick() {
    return tick;
  }

  Turns turns() {
    return turns;
  }

  /** What was opened; -1 for a port that wasn't. */
  Ports opened() {
    Iterator<NetServer> open = servers.iterator();
    return new Ports(
        options.port() >= 0 ? open.next().actualPort() : -1,
        options.tls() != null ? open.next().actualPort() : -1,
        options.websocket() != null ? open.next().actualPort() : -1);
  }

  /** A handshake has become a session. */
  void replace(Timed old, Timed successor) {
    successor.slot(old.slot());
    connections.set(old.slot(), successor);
  }

  /** A connection is gone; the last one of the list takes its place. */
  void remove(Timed gone) {
    Timed last = connections.remove(connections.size() - 1);
    if (last != gone) {
      connections.set(gone.slot(), last);
      last.slot(gone.slot());
    }
    parts.counters().connectionClosed();
    if (drained != null && connections.isEmpty()) {
      drained.tryComplete();
    }
  }

  /** Something failed on a connection that is not a violation of MQTT; it is about to close. */
  void onFailure(Throwable cause) {
    if (cause instanceof CodecException) {
      parts.counters().reject(Reject.MALFORMED); // TLS or WebSocket.
      return;
    }
    parts.counters().reject(Reject.INTERNAL);
    if (lastFaultTick != tick) {
      lastFaultTick = tick;
      log.atError()
          .setCause(cause)
          .addKeyValue("faults", parts.counters().rejected(Reject.INTERNAL))
          .log("a fault of the gateway ended an MQTT connection");
    }
  }

  private Future<NetServer> listen(NetServerOptions net, int port, boolean websocket) {
    net.setTcpNoDelay(true).setTcpKeepAlive(true).setAcceptBacklog(4_096).setReuseAddress(true);
    NetServer server = vertx.createNetServer(net);
    servers.add(server);
    server.connectHandler(socket -> accept(socket, websocket));
    server.exceptionHandler(failure -> parts.counters().reject(Reject.TLS));
    return server
        .listen(port, options.host())
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        "MQTT can't listen on "
                            + options.host()
                            + ":"
                            + port
                            + " ("
                            + failure.getMessage()
                            + "): choose another port or end what uses it",
                        failure)));
  }

  private NetServerOptions tlsOptions(MqttServerOptions.Tls tls) {
    ServerSSLOptions ssl = certificates(tls);
    return new NetServerOptions()
        .setSsl(true)
        // A signature takes a millisecond or two, for which alarms must not wait.
        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
        .setSslHandshakeTimeout(ssl.getSslHandshakeTimeout())
        .setSslHandshakeTimeoutUnit(ssl.getSslHandshakeTimeoutUnit())
        .setKeyCertOptions(ssl.getKeyCertOptions())
        .setTrustOptions(ssl.getTrustOptions())
        .setClientAuth(ssl.getClientAuth());
  }

  private ServerSSLOptions certificates(MqttServerOptions.Tls tls) {
    ServerSSLOptions ssl = new ServerSSLOptions();
    ssl.setSslHandshakeTimeout(options.limits().connectTimeoutS());
    ssl.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    ssl.setKeyCertOptions(
        new PemKeyCertOptions()
            .setCertPath(tls.certificate().toString())
            .setKeyPath(tls.key().toString()));
    if (tls.clientCa() != null) {
      ssl.setClientAuth(ClientAuth.REQUEST);
      ssl.setTrustOptions(new PemTrustOptions().addCertPath(tls.clientCa().toString()));
    }
    return ssl;
  }

  /**
   * Reads the TLS port's files anew: who connects from now on gets the certificate that stands in
   * them. Called on any thread.
   *
   * @return fails if they can't be used; then those from before stay
   */
  Future<Void> reloadCertificates() {
    MqttServerOptions.Tls tls = options.tls();
    if (tls == null) {
      return Future.succeededFuture();
    }
    NetServer server = servers.get(options.port() >= 0 ? 1 : 0);
    return server.updateSSLOptions(certificates(tls), true).mapEmpty();
  }

  /** Ends the connections whose certificate is revoked now. Called on any thread. */
  void cutRevoked() {
    context.runOnContext(
        v -> List.copyOf(connections).forEach(one -> one.onRevoked(parts.revoked().get())));
  }

  private void accept(NetSocket socket, boolean websocket) {
    ChannelHandlerContext socketContext = ((NetSocketInternal) socket).channelHandlerContext();
    Channel channel = socketContext.channel();
    String address = socket.remoteAddress().hostAddress();
    if (stopping || parts.counters().connections() >= parts.limits().maxConnections()) {
      parts.counters().reject(Reject.TOO_MANY_CONNECTIONS);
      channel.close();
    } else if (!addresses.enter(address)) {
      parts.counters().reject(Reject.TOO_MANY_FROM_ADDRESS);
      channel.close();
    } else {
      parts.counters().connectionOpened();
      MqttFrameDecoder decoder = new MqttFrameDecoder(parts.limits().maxPacketBytes());
      MqttHandshake handshake = new MqttHandshake(this, parts, decoder, address);
      // The socket object of Vert.x has queues of 5 kB that would never hold anything.
      channel.pipeline().remove(socketContext.handler());
      channel.config().setRecvByteBufAllocator(READS);
      // Else netty would close it at once when its peer does.
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      addHandlers(channel.pipeline(), decoder, handshake, websocket);
      connections.add(handshake);
      handshake.slot(connections.size() - 1);
      channel.closeFuture().addListener(closed -> addresses.leave(address));
      if (!channel.isActive()) {
        remove(handshake);
      }
    }
  }

  private void addHandlers(
      ChannelPipeline pipeline,
      MqttFrameDecoder decoder,
      MqttHandshake handshake,
      boolean websocket) {
    int packetBytes = parts.limits().maxPacketBytes();
    if (websocket && options.websocket() != null) {
      WebSocketTransport.addTo(pipeline, options.websocket().path(), packetBytes);
    }
    pipeline.addLast("frames", decoder);
    pipeline.addLast("decoder", new MqttDecoder(packetBytes, MAX_CLIENT_ID_IN_DECODER));
    pipeline.addLast("encoder", MqttEncoder.INSTANCE);
    pipeline.addLast("mqtt", handshake);
    pipeline.addLast("end", turns);
  }

  private void scheduleTick() {
    vertx.setTimer(
        tickMillis,
        fired -> {
          int now = tick + 1;
          tick = now;
          for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).onTick(now);
          }
          scheduleTick();
        });
  }
}
