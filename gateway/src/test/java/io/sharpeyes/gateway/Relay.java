package io.sharpeyes.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network between a browser and the gateway that can be cut: then nothing is said any more. */
final class Relay implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  private Relay(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static Relay to(int port) throws IOException {
    Relay relay = new Relay(port);
    relay.workers.execute(relay::accept);
    return relay;
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** From now on bytes vanish, as in a cable that was pulled. */
  void cut() {
    isCut = true;
  }

  /** The cable is in again; what hung in it is gone. */
  void mend() {
    // First, or what comes behind the gap would go on on the old connections, as no TCP lets it.
    sockets.forEach(Relay::close);
    isCut = false;
    // Those that came in between hang, too.
    sockets.forEach(Relay::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        sockets.add(from);
        if (isCut) {
          continue;
        }
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(to);
        workers.execute(() -> copy(from, to));
        workers.execute(() -> copy(to, from));
      } catch (IOException e) {
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] bytes = new byte[16 << 10];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (!isCut) {
          out.write(bytes, 0, read);
        }
      }
    } catch (IOException e) {
      // The other end is gone; both are closed below.
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("a socket can't be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sockets.forEach(Relay::close);
    workers.shutdownNow();
  }
}
