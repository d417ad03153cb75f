package io.sharpeyes.device.rtsp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TrustOptions;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to cameras: resolves the name once, asks the {@link CameraAllowList} about the
 * very address that is then connected to, and says in health's words what went wrong.
 */
final class RtspConnector {

  /** A key frame comes in one burst; one that doesn't fit makes a camera wait, or drop pictures. */
  private static final int RECEIVE_BYTES = 1024 * 1024;

  private final VertxInternal vertx;
  private final RtspOptions options;
  private @Nullable Future<SslContext> tls;

  RtspConnector(VertxInternal vertx, RtspOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Opens a connection, with TLS established where the address wants it.
   *
   * @param context the event loop that the connection will live on; called there
   * @return fails with {@link RtspException} only
   */
  Future<RtspConnection> connect(ContextInternal context, RtspAddress address) {
    return context
        .succeededFuture(address.host())
        .compose(this::resolve)
        .compose(resolved -> connect(context, address, resolved))
        .recover(failure -> context.failedFuture(failure(failure, "No connection")));
  }

  private Future<InetAddress> resolve(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal == null) {
      return vertx.nameResolver().resolve(host);
    }
    try {
      return Future.succeededFuture(InetAddress.getByAddress(literal));
    } catch (UnknownHostException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<RtspConnection> connect(
      ContextInternal context, RtspAddress address, InetAddress resolved) {
    if (!options.allowList().allows(resolved, address.port())) {
      return context.failedFuture(
          new RtspException(
              Cause.PROTOCOL_ERROR,
              "The camera networks in the settings don't hold "
                  + resolved.getHostAddress()
                  + " port "
                  + address.port()));
    }
    InetSocketAddress pinned = new InetSocketAddress(resolved, address.port());
    if (!address.tls()) {
      return open(context, address, pinned, null);
    }
    return tls()
        .recover(
            failure ->
                Future.failedFuture(
                    new RtspException(
                        Cause.TLS, "The trust store can't be used: " + messageOf(failure))))
        .compose(trust -> open(context, address, pinned, trust));
  }

  private Future<RtspConnection> open(
      ContextInternal context,
      RtspAddress address,
      InetSocketAddress pinned,
      @Nullable SslContext tls) {
    Promise<RtspConnection> opened = context.promise();
    new Bootstrap()
        .group(context.nettyEventLoop())
        .channelFactory(vertx.transport().channelFactory(false))
        .resolver(NoopAddressResolverGroup.INSTANCE)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectTimeout().toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_RCVBUF, RECEIVE_BYTES)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast("tls", newTlsHandler(channel, address, tls));
                }
                channel.pipeline().addLast(new RtspFramer(options.maxBodyBytes()));
                channel.pipeline().addLast(new RtspConnection(context, options, channel));
              }
            })
        .connect(pinned)
        .addListener(
            (io.netty.channel.ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                onConnected(connected.channel(), opened);
              } else {
                opened.fail(connected.cause());
              }
            });
    return opened.future();
  }

  private SslHandler newTlsHandler(Channel channel, RtspAddress address, SslContext tls) {
    SslHandler handler = tls.newHandler(channel.alloc(), address.host(), address.port());
    handler.setHandshakeTimeoutMillis(options.connectTimeout().toMillis());
    return handler;
  }

  private static void onConnected(Channel channel, Promise<RtspConnection> opened) {
    RtspConnection connection = channel.pipeline().get(RtspConnection.class);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      opened.complete(connection);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            handshake -> {
              if (handshake.isSuccess()) {
                opened.complete(connection);
              } else {
                connection.close();
                opened.fail(
                    new RtspException(
                        Cause.TLS, "No TLS: " + String.valueOf(handshake.cause().getMessage())));
              }
            });
  }

  /** Read on a worker thread at first use: trust stores are files. Called on any event loop. */
  private synchronized Future<SslContext> tls() {
    if (tls == null || tls.failed()) {
      tls = vertx.executeBlocking(this::newTlsContext);
    }
    return tls;
  }

  private SslContext newTlsContext() throws Exception {
    SslContextBuilder builder = SslContextBuilder.forClient();
    TrustOptions trust = options.trust();
    if (trust != null) {
      builder.trustManager(trust.getTrustManagerFactory(vertx));
    }
    return builder.endpointIdentificationAlgorithm(options.verifyHost() ? "HTTPS" : "").build();
  }

  /** Puts a failure of network or TLS into the words of health. */
  static RtspException failure(Throwable failure, String what) {
    if (failure instanceof RtspException known) {
      return known;
    }
    return new RtspException(causeOf(failure), what + ": " + messageOf(failure));
  }

  private static Cause causeOf(Throwable failure) {
    boolean refused =
        failure instanceof ConnectException
            && !(failure instanceof ConnectTimeoutException)
            && messageOf(failure).contains("refused");
    if (refused) {
      return Cause.REFUSED;
    }
    return failure instanceof SSLException ? Cause.TLS : Cause.UNREACHABLE;
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
