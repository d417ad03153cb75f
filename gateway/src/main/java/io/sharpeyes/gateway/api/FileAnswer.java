package io.sharpeyes.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file that must not be kept by anybody, whole or a part of it (RFC 9110 §14), piece by
 * piece: as slowly as the peer reads, and no longer than it may. On the event loop of the
 * connection.
 */
final class FileAnswer {

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
  private static final int PIECE = 64 << 10;

  /** The part of a file that is wanted; first and last byte. */
  record Range(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final BooleanSupplier may;

  /**
   * Answers a request.
   *
   * @param may asked before each piece; if not any more, the connection is cut
   */
  FileAnswer(Vertx vertx, HttpServerRequest request, BooleanSupplier may) {
    this.vertx = vertx;
    this.request = request;
    this.may = may;
  }

  /**
   * Reads which part is wanted.
   *
   * @return null for the whole; several parts are answered with the whole as well
   * @throws Problem if there is no such part
   */
  static @Nullable Range range(@Nullable String header, long size) {
    Matcher wanted = header == null ? null : RANGE.matcher(header.strip());
    if (wanted == null || !wanted.matches()) {
      return null;
    }
    String from = wanted.group(1);
    String to = wanted.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return null;
    }
    long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
    long last = from.isEmpty() || to.isEmpty() ? size - 1 : Long.parseLong(to);
    last = Math.min(last, size - 1);
    if (first >= size || first > last) {
      throw new Problem(
              416,
              "no-such-range",
              "The file has no such part",
              "It has " + size + " bytes.",
              "Ask for a part of it, or without Range for the whole.")
          .header("Content-Range", "bytes */" + size);
    }
    return new Range(first, last);
  }

  /**
   * Sends it.
   *
   * @param tag names this very content
   * @return fails if it can't be opened; nothing was sent then
   */
  Future<Void> send(Path file, long size, String mediaType, String tag) {
    String etag = '"' + tag + '"';
    String condition = request.getHeader("If-Range");
    boolean parts = condition == null || condition.equals(etag);
    Range range = parts ? range(request.getHeader("Range"), size) : null;
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
        .map(
            opened -> {
              head(size, mediaType, etag, range);
              Range part = range == null ? new Range(0, size - 1) : range;
              opened.setReadPos(part.first()).setReadLength(part.length());
              pump(opened.setReadBufferSize(PIECE));
              return null;
            });
  }

  private void head(long size, String mediaType, String etag, @Nullable Range range) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Content-Type", mediaType)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("ETag", etag)
        .putHeader("Content-Length", Long.toString(range == null ? size : range.length()));
    if (range != null) {
      response
          .setStatusCode(206)
          .putHeader("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
    }
  }

  private void pump(AsyncFile file) {
    HttpServerResponse response = request.response();
    Runnable end = once(file::close);
    response.exceptionHandler(failure -> end.run()).closeHandler(closed -> end.run());
    file.exceptionHandler(failure -> cut(end))
        .endHandler(
            whole -> {
              end.run();
              response.end();
            })
        .handler(
            piece -> {
              if (!may.getAsBoolean()) {
                cut(end);
                return;
              }
              response.write(piece);
              if (response.writeQueueFull()) {
                file.pause();
                response.drainHandler(room -> file.resume());
              }
            });
  }

  private void cut(Runnable end) {
    end.run();
    request.connection().close();
  }

  private static Runnable once(Runnable work) {
    boolean[] done = new boolean[1];
    return () -> {
      if (!done[0]) {
        done[0] = true;
        work.run();
      }
    };
  }
}
