package io.sharpeyes.device.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetSocket;
import java.util.List;

/** The way of one track's packets to its viewer. Used on the server's event loop only. */
interface RtpTransport {

  /** Says whether the viewer reads slower than the camera sends. */
  boolean isFull();

  void sendRtp(List<Buffer> packets);

  void sendRtcp(Buffer packet);

  /** The answer's {@code Transport} header. */
  String header();

  /** Inside the RTSP connection (RFC 2326 §10.12). */
  record Interleaved(NetSocket socket, int channel) implements RtpTransport {

    @Override
    public boolean isFull() {
      return socket.writeQueueFull();
    }

    @Override
    public void sendRtp(List<Buffer> packets) {
      int size = packets.stream().mapToInt(packet -> 4 + packet.length()).sum();
      Buffer frames = Buffer.buffer(size);
      packets.forEach(packet -> frame(frames, channel, packet));
      write(frames);
    }

    @Override
    public void sendRtcp(Buffer packet) {
      write(frame(Buffer.buffer(4 + packet.length()), channel + 1, packet));
    }

    @Override
    public String header() {
      return "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
    }

    /** A failed write means that the connection is gone; its close handler cleans up. */
    private void write(Buffer frames) {
      var unused = socket.write(frames);
    }

    private static Buffer frame(Buffer frames, int channel, Buffer packet) {
      return frames
          .appendByte((byte) '$')
          .appendByte((byte) channel)
          .appendUnsignedShort(packet.length())
          .appendBuffer(packet);
    }
  }

  /** UDP to a viewer on this machine, both ways from one shared pair of sockets. */
  record Datagrams(DatagramSocket rtp, DatagramSocket rtcp, String host, int port)
      implements RtpTransport {

    @Override
    public boolean isFull() {
      return false;
    }

    /** Like any UDP sender it doesn't learn of loss. */
    @Override
    public void sendRtp(List<Buffer> packets) {
      for (Buffer packet : packets) {
        var unused = rtp.send(packet, port, host);
      }
    }

    @Override
    public void sendRtcp(Buffer packet) {
      var unused = rtcp.send(packet, port + 1, host);
    }

    @Override
    public String header() {
      return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
          .formatted(port, port + 1, rtp.localAddress().port(), rtcp.localAddress().port());
    }
  }
}
