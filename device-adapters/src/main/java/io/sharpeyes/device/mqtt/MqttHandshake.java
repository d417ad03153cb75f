package io.sharpeyes.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.util.ReferenceCountUtil;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.vertx.core.Future;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection until its CONNACK: waits for the CONNECT, has the device checked, opens its session,
 * answers, and makes way for a {@link MqttButtonSession}. Whatever came behind the CONNECT waits in
 * the {@link MqttFrameDecoder} meanwhile.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty tells failures by channelInactive
final class MqttHandshake extends ChannelInboundHandlerAdapter implements Timed {

  private static final int V3_VERSION = 1;
  private static final int V3_IDENTIFIER = 2;
  private static final int V3_UNAVAILABLE = 3;
  private static final int V3_BAD_CREDENTIALS = 4;
  private static final int V3_NOT_AUTHORIZED = 5;
  private static final int V5_BAD_CREDENTIALS = 0x86;
  private static final int V5_UNAVAILABLE = 0x88;
  private static final int V5_IDENTIFIER = 0x85;
  private static final int V5_RATE_EXCEEDED = 0x9F;

  private final MqttListener listener;
  private final ServerParts parts;
  private final MqttFrameDecoder decoder;
  private final String remoteAddress;
  private final int firstTick;

  /** Set in {@link #handlerAdded}, before anything else happens. */
  @SuppressWarnings("NullAway.Init")
  private ChannelHandlerContext ctx;

  private int slot;
  private boolean ended;

  MqttHandshake(
      MqttListener listener, ServerParts parts, MqttFrameDecoder decoder, String remoteAddress) {
    this.listener = listener;
    this.parts = parts;
    this.decoder = decoder;
    this.remoteAddress = remoteAddress;
    this.firstTick = listener.tick();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!ended && message instanceof MqttConnectMessage connect) {
        onConnect(connect);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof MqttViolation violation) {
      refuse(violation);
    } else if (cause instanceof IOException) {
      listener.turns().close(ctx.channel()); // The network ended it: everyday.
    } else {
      listener.onFailure(cause);
      close(null);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    listener.remove(this);
    context.fireChannelInactive();
  }

  @Override
  public void onTick(int tick) {
    if (tick - firstTick > parts.limits().connectTimeoutS()) {
      if (!ended) {
        parts.counters().reject(Reject.CONNECT_TIMEOUT);
      }
      end();
      ctx.channel().close();
    }
  }

  @Override
  public void onStop() {
    close(null);
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int place) {
    slot = place;
  }

  private void onConnect(MqttConnectMessage connect) {
    decoder.hold(ctx);
    listener
        .turns()
        .take(
            ctx.executor(),
            () -> {
              try {
                check(connect);
              } catch (RuntimeException failure) {
                exceptionCaught(ctx, failure);
              }
            });
  }

  private void check(MqttConnectMessage connect) {
    if (ended) {
      return;
    }
    ConnectRequest request = ConnectRequest.of(connect, parts.limits());
    if (ConnectRequest.hasAuthenticationMethod(connect)) {
      refuse(Reject.PROTOCOL_ERROR, V3_NOT_AUTHORIZED, MqttViolation.BAD_AUTHENTICATION_METHOD);
    } else if (request.clientId().length() > ConnectRequest.MAX_CLIENT_ID
        || (!request.v5() && request.assigned() && !request.clean())) {
      refuse(Reject.CLIENT_ID, V3_IDENTIFIER, V5_IDENTIFIER);
    } else {
      authenticate(connect, request);
    }
  }

  private void authenticate(MqttConnectMessage connect, ConnectRequest request) {
    WillWish will = WillWish.of(connect, request);
    String userName = connect.payload().userName();
    X509Certificate certificate = PeerCertificate.of(ctx.pipeline());
    if (certificate != null && parts.revoked().get().isRevoked(certificate)) {
      parts.failures().failed(remoteAddress, userName);
      refuse(Reject.REVOKED, V3_NOT_AUTHORIZED, MqttViolation.NOT_AUTHORIZED);
      return;
    }
    onLoop(
        check(ConnectRequest.credentials(connect, certificate, remoteAddress)),
        identity -> {
          if (identity.isPresent()) {
            claim(identity.get(), request, will);
          } else {
            refuseWrong(userName);
          }
        },
        failure -> refuse(Reject.AUTHENTICATOR_FAILED, V3_UNAVAILABLE, V5_UNAVAILABLE));
  }

  /**
   * A right secret is never refused for what others try under the same name: a whole county may sit
   * behind one address, and who guesses there must not keep a button out. To look at a secret costs
   * microseconds.
   */
  private void refuseWrong(@Nullable String userName) {
    if (parts.failures().tooMany(remoteAddress, userName)) {
      refuse(Reject.THROTTLED, V3_BAD_CREDENTIALS, V5_RATE_EXCEEDED);
    } else {
      parts.failures().failed(remoteAddress, userName);
      refuse(Reject.UNAUTHORIZED, V3_BAD_CREDENTIALS, V5_BAD_CREDENTIALS);
    }
  }

  private Future<Optional<DeviceId>> check(DeviceAuthenticator.Credentials credentials) {
    try {
      return parts.authenticator().authenticate(credentials);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void claim(DeviceId device, ConnectRequest request, @Nullable WillWish wish) {
    Will will =
        wish == null
            ? null
            : Will.of(device, wish.topic(), wish.payload(), wish.delayS(), parts.language());
    if (wish != null && will == null) {
      refuse(Reject.WRONG_WILL, V3_NOT_AUTHORIZED, MqttViolation.NOT_AUTHORIZED);
      return;
    }
    parts
        .links()
        .claim(device)
        .onComplete(
            link -> open(device, link, request, will),
            tooMany ->
                ctx.executor()
                    .execute(
                        () ->
                            refuse(
                                Reject.TOO_MANY_SESSIONS,
                                V3_UNAVAILABLE,
                                MqttViolation.QUOTA_EXCEEDED)));
  }

  private void open(DeviceId device, DeviceLink link, ConnectRequest request, @Nullable Will will) {
    onLoop(
        parts.opener().open(device, link, request),
        opened -> {
          try {
            accept(link, request, will, opened);
          } finally {
            parts.links().release(device, link);
          }
        },
        failure -> {
          refuse(Reject.SESSION_STORE_FAILED, V3_UNAVAILABLE, V5_UNAVAILABLE);
          parts.links().release(device, link);
        });
  }

  /** The last step: the session takes this handler's place, then what was held back comes. */
  private void accept(
      DeviceLink link, ConnectRequest request, @Nullable Will will, SessionOpener.Opened opened) {
    if (ended || !ctx.channel().isActive()) {
      return;
    }
    ended = true;
    MqttButtonSession session =
        new MqttButtonSession(listener, parts, link, decoder, request, will, opened.state());
    parts.wills().returned(session.key(), opened.present());
    ctx.pipeline().replace(this, "mqtt", session);
    listener.replace(this, session);
    parts.links().attach(link, session, remoteAddress);
    session.begin(Replies.accepted(request, opened.present(), parts.limits()), opened.present());
  }

  private void refuse(MqttViolation violation) {
    int level = decoder.protocolLevel();
    boolean tell = level == 5 || violation.reasonCode() == MqttViolation.UNSUPPORTED_VERSION;
    parts.counters().reject(violation.reject());
    close(tell ? Replies.refused(level, V3_VERSION, violation.reasonCode()) : null);
  }

  private void refuse(Reject why, int v3Code, int v5Reason) {
    if (!ended) {
      parts.counters().reject(why);
      close(Replies.refused(decoder.protocolLevel(), v3Code, v5Reason));
    }
  }

  private void close(@Nullable ByteBuf lastWord) {
    boolean first = !ended;
    end();
    if (lastWord == null) {
      ctx.channel().close();
    } else if (first) {
      ctx.writeAndFlush(lastWord).addListener(ChannelFutureListener.CLOSE);
    } else {
      lastWord.release();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      decoder.discard();
    }
  }

  /** Goes on with a result on this connection's event loop. */
  private <T> void onLoop(Future<T> future, Consumer<T> success, Consumer<Throwable> failure) {
    future.onComplete(
        value -> ctx.executor().execute(() -> success.accept(value)),
        cause -> ctx.executor().execute(() -> failure.accept(cause)));
  }

  /** A will as the CONNECT has it, before it is known whose it is. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record WillWish(String topic, byte[] payload, long delayS) {

    static @Nullable WillWish of(MqttConnectMessage connect, ConnectRequest request) {
      return connect.variableHeader().isWillFlag()
          ? new WillWish(
              connect.payload().willTopic(),
              connect.payload().willMessageInBytes(),
              request.willDelayS(connect))
          : null;
    }
  }
}
