package io.sharpeyes.gateway.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far a target was told: everything up to {@code after}, and of what follows those in {@code
 * done}. Kept in a file that is replaced whole. Blocks.
 *
 * @param after the last event of which nothing before is left to do
 * @param done events after it that are done too, because their district was quicker than another
 */
record WebhookCursor(long after, SortedSet<Long> done) {

  static WebhookCursor at(long sequence) {
    return new WebhookCursor(sequence, new TreeSet<>());
  }

  static WebhookCursor read(Path file, long otherwise) throws IOException {
    if (!Files.exists(file)) {
      return at(otherwise);
    }
    JsonObject json = new JsonObject(Files.readString(file, StandardCharsets.UTF_8));
    SortedSet<Long> done = new TreeSet<>();
    json.getJsonArray("done").forEach(number -> done.add(((Number) number).longValue()));
    return new WebhookCursor(json.getLong("after"), done);
  }

  void write(Path file) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("after", after)
            .put("done", new JsonArray(done.stream().map(Object.class::cast).toList()));
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(json.encode().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
