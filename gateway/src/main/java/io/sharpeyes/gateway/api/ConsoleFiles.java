package io.sharpeyes.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console's files, from {@code console/} on the class path, and the libraries of its WebJars
 * that {@code console-libraries.properties} lists, no others. A name is a plain one or there is no
 * such file; files are read once and kept. Any thread.
 */
final class ConsoleFiles {

  private static final Pattern NAME =
      Pattern.compile("/((?:[a-z0-9-]+/){0,4}[a-z0-9-]+(?:\\.[a-z0-9-]+){0,2}\\.([a-z0-9]{2,11}))");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  /** A file as it is sent. */
  record File(String mediaType, String etag, Buffer bytes) {}

  private final Vertx vertx;
  private final Properties libraries = libraries();
  private final Map<String, File> files = new ConcurrentHashMap<>();

  ConsoleFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  private static Properties libraries() {
    Properties list = new Properties();
    try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console-libraries.properties")) {
      list.load(in);
      return list;
    } catch (IOException | NullPointerException e) {
      throw new IllegalStateException("console-libraries.properties can't be read", e);
    }
  }

  /**
   * A file by the path of the request.
   *
   * @return fails with {@link Problem} if there is none
   */
  Future<File> get(String path) {
    String wanted = path.equals("/") ? "/index.html" : path;
    File known = files.get(wanted);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Matcher name = NAME.matcher(wanted);
    String mediaType = name.matches() ? MEDIA_TYPES.get(name.group(2)) : null;
    if (mediaType == null) {
      return Future.failedFuture(Problem.notFound("page", path));
    }
    return vertx
        .executeBlocking(() -> read(wanted, mediaType), false)
        .map(
            file -> {
              if (file == null) {
                throw Problem.notFound("page", path);
              }
              return file;
            });
  }

  private @Nullable File read(String path, String mediaType)
      throws IOException, NoSuchAlgorithmException {
    String resource = libraries.getProperty(path, "/console" + path);
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String etag = '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
      File file = new File(mediaType, etag, Buffer.buffer(bytes));
      files.put(path, file);
      return file;
    }
  }
}
