package io.sharpeyes.device.rtsp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A name server that gives another address each time, as an attacker's does (DNS rebinding). */
final class NameServer implements AutoCloseable {

  private final DatagramSocket socket;
  private final Queue<InetAddress> answers = new ConcurrentLinkedQueue<>();

  NameServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What it says next; the last one for ever. */
  NameServer then(String address) throws IOException {
    answers.add(InetAddress.getByName(address));
    return this;
  }

  String place() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket query = new DatagramPacket(buffer, buffer.length);
        socket.receive(query);
        byte[] answer = answer(buffer, query.getLength());
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** RFC 1035 §4.1; only questions for an IPv4 address get one. */
  private byte[] answer(byte[] query, int length) throws IOException {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    boolean ipv4 = query[end + 2] == 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(query, 0, 2);
    out.write(new byte[] {(byte) 0x84, 0, 0, 1, 0, (byte) (ipv4 ? 1 : 0), 0, 0, 0, 0});
    out.write(query, 12, end + 5 - 12);
    if (ipv4) {
      InetAddress address = answers.size() > 1 ? answers.remove() : answers.element();
      out.write(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4});
      out.write(address.getAddress());
    }
    return length < 12 ? new byte[0] : out.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
