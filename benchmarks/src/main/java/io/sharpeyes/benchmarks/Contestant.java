package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway or a peer, with buttons that are connected and a desk that waits. */
final class Contestant implements AutoCloseable {

  private final String title;
  private final Runnable stop;
  private final WireLoop loop = new WireLoop();
  private final PressLoad load = new PressLoad(loop);
  private final WireDesk desk;

  private Contestant(
      String title,
      Runnable stop,
      int port,
      int deskPort,
      String path,
      @Nullable String token,
      int buttons)
      throws Exception {
    this.title = title;
    this.stop = stop;
    this.desk = new WireDesk(loop.to(deskPort), path, token, load::shown);
    loop.until(desk::isUp, 10_000);
    loop.to(port);
    load.connect(buttons);
  }

  static Contestant ours(GatewayProcess gateway, int buttons) throws Exception {
    URI http = gateway.http();
    return new Contestant(
        "Sharp Eyes",
        gateway::close,
        gateway.mqttPort(),
        http.getPort(),
        "/api/v1/events",
        gateway.token(),
        buttons);
  }

  static Contestant peer(Peer.Kind kind, Path home, int buttons, Map<String, String> environment)
      throws Exception {
    Peer peer = Peer.start(kind, home, environment);
    return new Contestant(
        kind.title(), peer::close, peer.port(), peer.deskPort(), "/", null, buttons);
  }

  String title() {
    return title;
  }

  PressLoad load() {
    return load;
  }

  WireDesk desk() {
    return desk;
  }

  @Override
  public void close() throws IOException {
    loop.close();
    stop.run();
  }
}
