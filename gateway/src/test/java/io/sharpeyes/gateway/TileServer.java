package io.sharpeyes.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;

/** A tile server on loopback: each square says which it is. It remembers what it was asked. */
final class TileServer implements AutoCloseable {

  static final int SIDE = 256;

  private final HttpServer server;

  /** The paths that were asked for, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Headers that only a browser sends, and that must not get here. */
  final List<String> betrayed = new CopyOnWriteArrayList<>();

  private TileServer(HttpServer server) {
    this.server = server;
  }

  static TileServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TileServer tiles = new TileServer(server);
    server.createContext("/", tiles::answer);
    server.start();
    return tiles;
  }

  String template() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/{z}/{x}/{y}.png?key=k-3";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    for (String header : List.of("Cookie", "Referer", "Origin", "Authorization")) {
      if (exchange.getRequestHeaders().containsKey(header)) {
        betrayed.add(header);
      }
    }
    byte[] picture = picture(path);
    exchange.getResponseHeaders().set("Content-Type", "image/png");
    exchange.sendResponseHeaders(200, picture.length);
    exchange.getResponseBody().write(picture);
    exchange.close();
  }

  private static byte[] picture(String name) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(226, 232, 214));
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.setColor(Color.GRAY);
    graphics.drawRect(0, 0, SIDE, SIDE);
    graphics.drawString(name, 8, 20);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
