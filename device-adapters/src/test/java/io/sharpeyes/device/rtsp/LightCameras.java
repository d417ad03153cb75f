package io.sharpeyes.device.rtsp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sharpeyes.device.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of cameras that only describe themselves, by digest, on one thread. */
final class LightCameras implements AutoCloseable {

  static final RtspCredentials PASSWORD = new RtspCredentials("admin", "demo");
  private static final int HOSTS = 8;
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("light-cameras", true), NioIoHandler.newFactory());
  private final List<Channel> servers = new ArrayList<>();
  private final AtomicInteger described = new AtomicInteger();

  LightCameras() {
    for (int i = 1; i <= HOSTS; i++) {
      servers.add(
          new ServerBootstrap()
              .group(group)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, 1024)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(new RtspFramer(0), new Describer());
                    }
                  })
              .bind("127.0.0." + i, 0)
              .syncUninterruptibly()
              .channel());
    }
  }

  private final class Describer extends SimpleChannelInboundHandler<RtspMessage> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, RtspMessage request) {
      String answer = answer(request);
      ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), answer)).addListener(written -> {});
    }

    private String answer(RtspMessage request) {
      String head = "\r\nCSeq: " + request.sequence() + "\r\n";
      String authorization = request.headers().first("Authorization");
      if (authorization == null || !isRight(request, authorization)) {
        return "RTSP/1.0 401 Unauthorized"
            + head
            + "WWW-Authenticate: Digest realm=\"cam\", nonce=\""
            + NONCE
            + "\"\r\n\r\n";
      }
      described.incrementAndGet();
      return "RTSP/1.0 200 OK"
          + head
          + "Content-Type: application/sdp\r\nContent-Length: "
          + ScriptedCamera.SDP.length()
          + "\r\n\r\n"
          + ScriptedCamera.SDP;
    }

    private boolean isRight(RtspMessage request, String authorization) {
      DigestAlgorithm md5 = DigestAlgorithm.MD5;
      String uri = request.startLine().split(" ", 3)[1];
      String secret = md5.hash(PASSWORD.user() + ":cam:" + PASSWORD.password());
      String response =
          md5.hash(secret + ":" + NONCE + ":" + md5.hash(request.method() + ":" + uri));
      return authorization.contains(response);
    }
  }

  List<CameraProbeTarget> targets(int count) {
    List<CameraProbeTarget> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String place = servers.get(i % HOSTS).localAddress().toString();
      RtspAddress address = RtspAddress.parse("rtsp:/" + place + "/camera/" + i);
      targets.add(new CameraProbeTarget(new DeviceId("camera-" + i), address, PASSWORD, null));
    }
    return targets;
  }

  int described() {
    return described.get();
  }

  @Override
  public void close() {
    group.shutdownGracefully().syncUninterruptibly();
  }
}
