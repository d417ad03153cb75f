package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway or a peer, with buttons that are connected and a desk that waits. All share one loop,
 * so that who waits for its turn answers pings meanwhile.
 */
final class Contestant implements AutoCloseable {

  private final String title;
  private final Runnable stop;
  private final WireLoop loop;
  private final int port;
  private final int deskPort;
  private final String path;
  private final @Nullable String token;
  private final PressLoad load;
  private WireDesk desk;

  private Contestant(
      WireLoop loop,
      String title,
      Runnable stop,
      int port,
      int deskPort,
      String path,
      @Nullable String token,
      int buttons)
      throws Exception {
    this.loop = loop;
    this.title = title;
    this.stop = stop;
    this.port = port;
    this.deskPort = deskPort;
    this.path = path;
    this.token = token;
    this.load = new PressLoad(loop);
    this.desk = open();
    loop.to(port);
    load.connect(buttons);
  }

  private WireDesk open() throws IOException {
    WireDesk opened = new WireDesk(loop.to(deskPort), path, token, load::shown);
    if (!loop.until(opened::isUp, 10_000)) {
      throw new IOException("no desk at " + title);
    }
    return opened;
  }

  static Contestant ours(WireLoop loop, GatewayProcess gateway, int buttons) throws Exception {
    URI http = gateway.http();
    return new Contestant(
        loop,
        "Sharp Eyes",
        gateway::close,
        gateway.mqttPort(),
        http.getPort(),
        "/api/v1/events",
        gateway.token(),
        buttons);
  }

  static Contestant peer(
      WireLoop loop, Peer.Kind kind, Path home, int buttons, Map<String, String> environment)
      throws Exception {
    Peer peer = Peer.start(kind, home, environment);
    return new Contestant(
        loop, kind.title(), peer::close, peer.port(), peer.deskPort(), "/", null, buttons);
  }

  String title() {
    return title;
  }

  PressLoad load() {
    return load;
  }

  /**
   * Brings back what was thrown out since the last time.
   *
   * @return how many buttons and desks
   */
  int restore() throws IOException {
    int thrownOut = 0;
    if (!desk.isUp()) {
      thrownOut++;
      desk = open();
    }
    loop.to(port);
    return thrownOut + load.restore();
  }

  @Override
  public void close() {
    stop.run();
  }
}
