package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.MqttViolation.protocolError;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one device, from CONNACK to its end. A PUBLISH is acknowledged when the sink's
 * future succeeds; if it fails, the connection is dropped without an acknowledgement, so that the
 * device tries again.
 *
 * <p>Back-pressure: while as many messages as the receive maximum are on their way to the disk, or
 * the device doesn't read what it is sent, nothing is read from it.
 *
 * <p>Everything runs on the channel's event loop, except where a method says otherwise.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty tells failures by channelInactive
final class MqttButtonSession extends ChannelInboundHandlerAdapter implements Timed {

  private static final int SESSION_EXPIRY = 0x11;
  private static final int DISCONNECT_WITH_WILL = 0x04;

  private final MqttListener listener;
  private final ServerParts parts;
  private final DeviceLink link;
  private final MqttFrameDecoder decoder;
  private final SessionKey key;
  private final boolean v5;
  private final int keepAliveS;
  private final InboundPublishes inbound;
  private final OutboundPublishes outbound;

  /** Set in {@link #handlerAdded}, before anything else happens. */
  @SuppressWarnings("NullAway.Init")
  private ChannelHandlerContext ctx;

  /** Null once the session went to another connection or ended. */
  private @Nullable SessionState state;

  private @Nullable Will will;
  private volatile int lastHeardTick;
  private int slot;
  private int endedTick;
  private int inputEndedTick;
  private boolean inRead;
  private boolean held;
  private boolean stopping;
  private boolean inputEnded;
  private boolean ended;

  MqttButtonSession(
      MqttListener listener,
      ServerParts parts,
      DeviceLink link,
      MqttFrameDecoder decoder,
      ConnectRequest request,
      @Nullable Will will,
      SessionState state) {
    this.listener = listener;
    this.parts = parts;
    this.link = link;
    this.decoder = decoder;
    this.key = state.key();
    this.v5 = request.v5();
    this.keepAliveS = request.keepAliveS();
    this.will = will;
    this.state = state;
    this.inbound = new InboundPublishes(this, parts, state);
    this.outbound = new OutboundPublishes(this, parts, request);
    this.lastHeardTick = listener.tick();
  }

  /** Answers the CONNECT, sends again what a resumed session still owes, and goes on reading. */
  void begin(MqttMessage connAck, boolean resumed) {
    write(connAck);
    SessionState own = state;
    if (own == null) {
      // The device was gone already, and the write found out.
      return;
    }
    if (resumed) {
      outbound.sendAgain(own);
      if (Subscribing.hearsFeedback(own)) {
        awaitFeedback();
      }
    }
    decoder.release(ctx);
  }

  /** Any thread. */
  SessionKey key() {
    return key;
  }

  boolean v5() {
    return v5;
  }

  int tick() {
    return listener.tick();
  }

  /** Seconds since something was heard, give or take one; any thread. */
  int silentS() {
    return Math.max(0, listener.tick() - lastHeardTick);
  }

  /** True while this connection is the one that the session belongs to. */
  boolean owns(SessionState candidate) {
    return state == candidate && !ended;
  }

  /**
   * Ends this connection in favour of another of the same client id, and gives the session away;
   * any thread.
   *
   * @return the session, or empty if this connection had ended already
   */
  Future<Optional<SessionState>> takeOver() {
    Promise<Optional<SessionState>> given = Promise.promise();
    ctx.executor()
        .execute(
            () -> {
              SessionState own = state;
              if (own != null) {
                state = null;
                leaveWill(own, false);
                outbound.connectionLost(own);
              }
              end(LinkEnd.TAKE_OVER);
              given.complete(Optional.ofNullable(own));
            });
    return given.future();
  }

  /**
   * Ends this connection in favour of another client id of the same device; any thread.
   *
   * @return succeeds when it doesn't count any more
   */
  Future<Void> makeWay() {
    Promise<Void> gone = Promise.promise();
    ctx.executor()
        .execute(
            () -> {
              parts.counters().reject(Reject.TOO_MANY_SESSIONS);
              end(LinkEnd.TAKE_OVER, MqttViolation.QUOTA_EXCEEDED);
              gone.complete();
            });
    return gone.future();
  }

  /** Ends the connection because the device has another secret now; any thread. */
  void cut() {
    ctx.executor().execute(() -> end(LinkEnd.REVOKED));
  }

  /**
   * Ends this connection and its session, because the device may not connect any more; any thread.
   */
  void revoke() {
    ctx.executor()
        .execute(
            () -> {
              if (state != null) {
                state.expiryS(0);
              }
              end(LinkEnd.REVOKED);
            });
  }

  @Override
  public void onRevoked(RevokedCertificates revoked) {
    X509Certificate certificate = PeerCertificate.of(ctx.pipeline());
    if (certificate != null && revoked.isRevoked(certificate)) {
      parts.counters().reject(Reject.REVOKED);
      end(LinkEnd.REVOKED);
    }
  }

  /** Sends a feedback or a command, if the device subscribed to it; any thread. */
  void send(Outbox.Message message) {
    ctx.executor().execute(() -> guarded(() -> outbound.send(message, ended ? null : state)));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    inRead = true;
    try {
      if (!ended && state != null && message instanceof MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
          throw MqttViolation.malformed("netty could not decode a packet");
        }
        lastHeardTick = listener.tick();
        onPacket(packet, state);
      }
    } catch (MqttViolation violation) {
      violated(violation);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inRead = false;
    ctx.flush();
    adjustReading();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    adjustReading();
    context.fireChannelWritabilityChanged();
  }

  /** Who says no more may still listen: what is on its way to the disk is answered first. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !ended && !inbound.settled()) {
      inputEnded = true;
      inputEndedTick = listener.tick();
      adjustReading();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof MqttViolation violation) {
      violated(violation);
    } else if (cause instanceof IOException) {
      listener.turns().close(ctx.channel()); // The network ended it: everyday.
    } else {
      listener.onFailure(cause);
      end(cause instanceof CodecException ? LinkEnd.PROTOCOL_ERROR : LinkEnd.RESET, 0);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(LinkEnd.RESET);
    listener.remove(this);
    context.fireChannelInactive();
  }

  @Override
  public void onTick(int tick) {
    if (ended) {
      if (tick - endedTick > 1) {
        // It doesn't read the last packet: MQTT or TCP manners don't matter any more.
        ctx.channel().close();
      }
    } else if (inputEnded && tick - inputEndedTick > 1) {
      listener.turns().close(ctx.channel());
    } else if (!held && 2L * (tick - lastHeardTick) > 3L * keepAliveS + 2) {
      parts.counters().reject(Reject.KEEP_ALIVE_TIMEOUT);
      end(LinkEnd.KEEP_ALIVE);
    } else if (held) {
      adjustReading(); // a new second
    }
  }

  @Override
  public void onStop() {
    stopping = true;
    adjustReading();
    if (inbound.settled()) {
      end(LinkEnd.SHUTDOWN);
    }
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int place) {
    slot = place;
  }

  private void onPacket(MqttMessage packet, SessionState own) {
    switch (packet.fixedHeader().messageType()) {
      case PUBLISH -> inbound.onPublish((MqttPublishMessage) packet, own);
      case PUBACK -> outbound.onAnswered(packetId(packet), reason(packet), own);
      case PUBREC -> onUnexpectedReceived(packet, own);
      case PUBREL -> inbound.onRelease(packetId(packet), own);
      case PUBCOMP -> {}
      case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) packet, own);
      case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) packet, own);
      case PINGREQ -> write(Replies.pong());
      case DISCONNECT -> onDisconnect(packet, own);
      default -> throw protocolError("a packet that a client must not send now");
    }
    adjustReading();
  }

  /** The gateway never sends QoS 2, so that nothing is to be released [MQTT-4.3.3-4]. */
  private void onUnexpectedReceived(MqttMessage packet, SessionState own) {
    Outbox outbox = own.outbox();
    if (outbox != null && outbox.sent(packetId(packet)) != null) {
      throw protocolError("PUBREC for a message of QoS 1");
    }
    write(
        Replies.ack(
            MqttMessageType.PUBREL, packetId(packet), v5 ? MqttViolation.UNKNOWN_PACKET_ID : 0));
  }

  private void onSubscribe(MqttSubscribeMessage packet, SessionState own) {
    var reasons = Subscribing.subscribe(own, packet, v5, parts);
    boolean hears = Subscribing.hearsFeedback(own);
    int packetId = packet.variableHeader().messageId();
    onLoop(
        save(own),
        saved -> {
          write(Replies.subscribed(packetId, reasons));
          if (hears) {
            awaitFeedback();
          }
        },
        failure -> storeFailed());
  }

  private void onUnsubscribe(MqttUnsubscribeMessage packet, SessionState own) {
    var reasons = Subscribing.unsubscribe(own, packet);
    int packetId = packet.variableHeader().messageId();
    onLoop(
        save(own),
        saved -> write(Replies.unsubscribed(packetId, reasons)),
        failure -> storeFailed());
  }

  private Future<Void> save(SessionState own) {
    return own.durable() ? parts.store().save(own.snapshot(null)) : Future.succeededFuture();
  }

  private void onDisconnect(MqttMessage packet, SessionState own) {
    int reason = 0;
    if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
      reason = header.reasonCode() & 0xFF;
      long asked = ConnectRequest.number(header.properties(), SESSION_EXPIRY, own.expiryS());
      if (asked > 0 && !own.durable()) {
        throw protocolError("a DISCONNECT makes a session outlive that was to end");
      }
      own.expiryS(Math.min(asked, parts.limits().maxSessionExpiryS()));
    }
    if (reason == 0) {
      will = null;
    }
    end(reason == 0 || reason == DISCONNECT_WITH_WILL ? LinkEnd.DISCONNECT : LinkEnd.RESET);
  }

  private void awaitFeedback() {
    parts.sink().onReport(new FeedbackAwaited(key.device(), parts.clock().instant()));
  }

  /**
   * An alarm could not be stored: no acknowledgement of any kind, and the connection is dropped.
   */
  void unstored() {
    if (!ended) {
      parts.counters().reject(Reject.UNSTORED);
      end(LinkEnd.UNSTORED);
    }
  }

  /** The session could not be stored: the same. */
  void storeFailed() {
    if (!ended) {
      parts.counters().reject(Reject.SESSION_STORE_FAILED);
      end(LinkEnd.UNSTORED);
    }
  }

  private void violated(MqttViolation violation) {
    if (!ended) {
      parts.counters().reject(violation.reject());
      end(LinkEnd.PROTOCOL_ERROR, violation.reasonCode());
    }
  }

  /** Reads on or stops reading, after something changed that decides it. */
  void adjustReading() {
    boolean hold = stopping || inputEnded || inbound.full() || !ctx.channel().isWritable();
    if (hold != held && !ended) {
      held = hold;
      if (hold) {
        decoder.hold(ctx);
      } else {
        lastHeardTick = listener.tick();
        decoder.release(ctx);
      }
    }
    if (stopping && inbound.settled()) {
      end(LinkEnd.SHUTDOWN);
    } else if (inputEnded && inbound.settled()) {
      listener.turns().close(ctx.channel());
    }
  }

  void write(Object packet) {
    if (ended) {
      ReferenceCountUtil.release(packet);
    } else if (inRead) {
      ctx.write(packet, ctx.voidPromise());
    } else {
      ctx.writeAndFlush(packet, ctx.voidPromise());
    }
  }

  /** Goes on with a result on this connection's event loop. */
  <T> void onLoop(Future<T> future, Consumer<@Nullable T> success, Consumer<Throwable> failure) {
    if (future.succeeded() && ctx.executor().inEventLoop()) {
      success.accept(future.result());
      return;
    }
    future.onComplete(
        value -> ctx.executor().execute(() -> guarded(() -> success.accept(value))),
        cause -> ctx.executor().execute(() -> guarded(() -> failure.accept(cause))));
  }

  /** A fault of ours ends this connection and no other. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException fault) {
      exceptionCaught(ctx, fault);
    }
  }

  private void end(LinkEnd why) {
    end(why, why.reasonCode());
  }

  private void end(LinkEnd why, int v5Reason) {
    if (ended) {
      return;
    }
    ended = true;
    endedTick = listener.tick();
    decoder.discard();
    LinkEnd told = why;
    if (state != null) {
      SessionState own = state;
      state = null;
      if (leaveWill(own, why == LinkEnd.TAKE_OVER)) {
        told = why == LinkEnd.DISCONNECT ? why : LinkEnd.WILL;
      }
      outbound.connectionLost(own);
      keep(own);
    }
    parts.links().detach(link, this, told);
    closeChannel(v5Reason);
  }

  private void closeChannel(int v5Reason) {
    if (v5 && v5Reason != 0 && ctx.channel().isActive()) {
      ctx.writeAndFlush(Replies.disconnect(v5Reason)).addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.flush();
      ctx.close();
    }
  }

  /** Has the will said; true if it only says that the device is offline. */
  private boolean leaveWill(SessionState own, boolean sessionGoesOn) {
    Will left = will;
    will = null;
    if (left == null) {
      return false;
    }
    parts.wills().leave(own.key(), left);
    return left.offline() && left.delayS() == 0 && !sessionGoesOn;
  }

  private void keep(SessionState own) {
    Future<Void> kept =
        own.durable()
            ? parts.store().save(own.snapshot(parts.clock().instant()))
            : own.stored() ? parts.store().remove(key) : Future.succeededFuture();
    kept.onFailure(failure -> parts.counters().reject(Reject.SESSION_STORE_FAILED));
  }

  private static int reason(MqttMessage packet) {
    return ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).reasonCode() & 0xFF;
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).messageId();
  }
}
