package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a camera: pairs answers with requests by {@code CSeq}, answers the camera's own
 * requests, hands on what comes between. Lives on one event loop; every method is called there.
 *
 * <p>Any breach of the protocol, of a bound, or the end of the connection fails every request under
 * way and is told once to the {@link Listener}.
 */
final class RtspConnection extends ChannelInboundHandlerAdapter {

  private static final int MAX_UNANSWERED = 8;
  private static final int MAX_STRAY_ANSWERS = 16;

  /** Between two requests of ours. */
  private static final int MAX_QUESTIONS = 64;

  /** A camera of 20 Mbit/s sends a quarter of a megabyte meanwhile. */
  private static final long LEISURE_MILLIS = 100;

  /** Hears what comes without being asked for. */
  interface Listener {
    /** A packet; the buffer is released when the call returns. */
    void onFrame(int channel, ByteBuf packet);

    /** The connection ended, other than by {@link RtspConnection#close()}. */
    void onClosed(RtspException cause);
  }

  /** Ignores what a camera sends without being asked; requests fail by themselves. */
  static final Listener NO_LISTENER =
      new Listener() {
        @Override
        public void onFrame(int channel, ByteBuf packet) {}

        @Override
        public void onClosed(RtspException cause) {}
      };

  private record Unanswered(
      String method, Promise<RtspMessage> promise, ScheduledFuture<?> timeout) {}

  private final ContextInternal context;
  private final RtspOptions options;
  private final Channel channel;
  private final Map<Integer, Unanswered> unanswered = new HashMap<>();
  private Listener listener = NO_LISTENER;
  private boolean reading = true;
  private @Nullable ScheduledFuture<?> leisure;
  private int sequence;
  private int strayAnswers;
  private int questions;
  private @Nullable RtspException ended;

  RtspConnection(ContextInternal context, RtspOptions options, Channel channel) {
    this.context = context;
    this.options = options;
    this.channel = channel;
  }

  ContextInternal context() {
    return context;
  }

  void listen(Listener listener) {
    this.listener = listener;
    if (ended != null) {
      listener.onClosed(ended);
    }
  }

  /**
   * Sends a request.
   *
   * @return the answer, whatever its status; fails with {@link RtspException} only
   */
  Future<RtspMessage> request(String method, String uri, RtspHeaders headers) {
    if (ended != null) {
      return context.failedFuture(ended);
    }
    if (unanswered.size() >= MAX_UNANSWERED) {
      return context.failedFuture(
          new RtspException(
              Cause.UNREACHABLE, MAX_UNANSWERED + " requests are still without answer"));
    }
    questions = 0;
    int number = ++sequence;
    Promise<RtspMessage> promise = context.promise();
    ScheduledFuture<?> timeout =
        channel
            .eventLoop()
            .schedule(
                () -> onTimeout(number),
                options.requestTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    unanswered.put(number, new Unanswered(method, promise, timeout));
    StringBuilder text = new StringBuilder(512);
    text.append(method).append(' ').append(uri).append(" RTSP/1.0\r\nCSeq: ").append(number);
    text.append("\r\nUser-Agent: ").append(options.userAgent()).append("\r\n");
    headers.writeTo(text);
    write(text.append("\r\n"));
    return promise.future();
  }

  private void write(CharSequence text) {
    write(ByteBufUtil.writeUtf8(channel.alloc(), text));
  }

  private void write(ByteBuf bytes) {
    channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** Sends a packet of at most 65,535 bytes between messages; drops it if the camera is slow. */
  void sendFrame(int channelNumber, ByteBuf packet) {
    if (!channel.isWritable()) {
      packet.release();
      return;
    }
    ByteBuf head = channel.alloc().buffer(4);
    head.writeByte('$').writeByte(channelNumber).writeShort(packet.readableBytes());
    write(Unpooled.wrappedBuffer(head, packet));
  }

  private void onTimeout(int number) {
    Unanswered request = unanswered.remove(number);
    if (request != null) {
      context.dispatch(
          () ->
              request.promise.tryFail(
                  new RtspException(
                      Cause.UNREACHABLE,
                      request.method
                          + " had no answer within "
                          + options.requestTimeout().toMillis()
                          + " ms")));
    }
  }

  void setReading(boolean reading) {
    this.reading = reading;
    channel.config().setAutoRead(reading);
  }

  /**
   * Reads what came only now and then, all of it at once, or as soon as it comes. A picture is sent
   * in dozens of small pieces; to be woken for each costs several times as much as the picture.
   */
  void setLeisurely(boolean leisurely) {
    if (leisurely && leisure == null && ended == null) {
      leisure =
          channel
              .eventLoop()
              .scheduleAtFixedRate(
                  this::readNow, untilNextRead(), LEISURE_MILLIS, TimeUnit.MILLISECONDS);
    } else if (!leisurely && leisure != null) {
      leisure.cancel(false);
      leisure = null;
      readNow();
    }
  }

  /** At the same moments for every camera, so that an event loop wakes once for all of them. */
  private static long untilNextRead() {
    return LEISURE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) % LEISURE_MILLIS;
  }

  private void readNow() {
    channel.config().setAutoRead(reading);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (leisure != null) {
      channel.config().setAutoRead(false);
    }
    ctx.fireChannelReadComplete();
  }

  /** Ends the connection without telling the listener; requests under way fail. */
  void close() {
    listener = NO_LISTENER;
    end(new RtspException(Cause.UNREACHABLE, "The connection was closed by the gateway"));
  }

  private void end(RtspException cause) {
    if (ended != null) {
      return;
    }
    ended = cause;
    setLeisurely(false);
    channel.close().addListener(ignored -> {});
    List<Unanswered> failed = List.copyOf(unanswered.values());
    unanswered.clear();
    context.dispatch(
        () -> {
          for (Unanswered request : failed) {
            request.timeout.cancel(false);
            request.promise.tryFail(cause);
          }
          listener.onClosed(cause);
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (ended == null) {
        context.dispatch(message, this::receive);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void receive(Object received) {
    if (received instanceof RtspFrame frame) {
      listener.onFrame(frame.channel(), frame.content());
    } else if (received instanceof RtspMessage message) {
      try {
        receive(message);
      } catch (RtspException e) {
        end(e);
      }
    }
  }

  private void receive(RtspMessage message) {
    if (message.isResponse()) {
      onAnswer(message);
    } else {
      onRequest(message);
    }
  }

  private void onAnswer(RtspMessage answer) {
    int status = answer.status();
    Integer number = answer.sequence();
    if (number == null && unanswered.size() == 1) {
      // Some cameras forget it, in errors mostly.
      number = unanswered.keySet().iterator().next();
    }
    // An interim answer is followed by the real one.
    Unanswered request = number == null || status < 200 ? null : unanswered.remove(number);
    if (request == null) {
      onStrayAnswer(answer);
    } else {
      strayAnswers = 0;
      request.timeout.cancel(false);
      request.promise.tryComplete(answer);
    }
  }

  /** A late answer to a request that was given up is harmless, and an interim one; many are not. */
  private void onStrayAnswer(RtspMessage answer) {
    if (++strayAnswers > MAX_STRAY_ANSWERS) {
      throw new RtspException(
          Cause.PROTOCOL_ERROR,
          strayAnswers + " answers to nothing, CSeq " + answer.headers().first("CSeq"));
    }
  }

  /** RFC 2326 §10: what a camera may ask of a client. */
  private void onRequest(RtspMessage request) {
    if (!request.startLine().contains(" RTSP/")) {
      throw new RtspException(Cause.PROTOCOL_ERROR, "It speaks no RTSP: " + request.startLine());
    }
    if (++questions > MAX_QUESTIONS) {
      throw new RtspException(Cause.PROTOCOL_ERROR, "It asks without end: " + request.method());
    }
    switch (request.method()) {
      case "OPTIONS" -> answer(request, "200 OK", "Public: OPTIONS, GET_PARAMETER\r\n");
      case "GET_PARAMETER" -> answer(request, "200 OK", "");
      case "REDIRECT", "TEARDOWN" -> {
        answer(request, "200 OK", "");
        throw new RtspException(Cause.STALLED, "The camera ended the stream: " + request.method());
      }
      default -> answer(request, "501 Not Implemented", "");
    }
  }

  private void answer(RtspMessage request, String status, String headers) {
    Integer number = request.sequence();
    String sequence = number == null ? "" : "CSeq: " + number + "\r\n";
    write("RTSP/1.0 " + status + "\r\n" + sequence + headers + "\r\n");
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(new RtspException(Cause.UNREACHABLE, "The camera closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    end(
        reason instanceof RtspException known
            ? known
            : RtspConnector.failure(reason, "The connection broke"));
  }
}
