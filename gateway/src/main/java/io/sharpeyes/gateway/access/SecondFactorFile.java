package io.sharpeyes.gateway.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * People's second factors on disk: JSON, written whole and swapped in. Secrets in it are encrypted
 * under the key file, recovery codes are MACs. Blocks: not for event loops.
 */
final class SecondFactorFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  /**
   * One person's.
   *
   * @param secret encrypted
   * @param keyVersion the key file's version with which the MACs were made
   * @param recovery MACs of the recovery codes that are left
   * @param usedStep the step of the code that was used last
   * @param since when it was set up
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared by equals
  record Kept(byte[] secret, int keyVersion, List<byte[]> recovery, long usedStep, Instant since) {

    Kept {
      recovery = List.copyOf(recovery);
    }

    @Override
    public String toString() {
      return "Kept[since " + since + "]";
    }
  }

  private SecondFactorFile() {}

  /**
   * Reads it; nothing if there is none.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static Map<String, Kept> read(Path file) throws IOException {
    Map<String, Kept> people = new HashMap<>();
    if (!Files.exists(file)) {
      return people;
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException("unknown format");
      }
      root.path("people").properties().forEach(e -> people.put(e.getKey(), kept(e.getValue())));
      return people;
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(
          "The second factors in "
              + file
              + " are damaged. Put back a backup; without it people of roles that need a second"
              + " factor set up a new one after the file is moved away.");
    }
  }

  private static Kept kept(JsonNode json) {
    List<byte[]> recovery = new ArrayList<>();
    json.path("recovery").forEach(code -> recovery.add(decode(code)));
    return new Kept(
        decode(json.path("secret")),
        json.path("keyVersion").asInt(),
        recovery,
        json.path("usedStep").asLong(),
        Instant.parse(json.path("since").asText()));
  }

  private static byte[] decode(JsonNode text) {
    return Base64.getDecoder().decode(text.asText());
  }

  /** Writes it, fsynced, over the one that is there. */
  static void write(Path file, Map<String, Kept> people) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    ObjectNode all = root.putObject("people");
    new TreeMap<>(people)
        .forEach(
            (user, kept) -> {
              ObjectNode json = all.putObject(user);
              json.put("secret", kept.secret()).put("keyVersion", kept.keyVersion());
              json.put("usedStep", kept.usedStep()).put("since", kept.since().toString());
              kept.recovery().forEach(json.withArray("recovery")::add);
            });
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(root));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel parent = FileChannel.open(folder, StandardOpenOption.READ)) {
        parent.force(true);
      }
    }
  }
}
