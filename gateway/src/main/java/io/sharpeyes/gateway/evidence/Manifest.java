package io.sharpeyes.gateway.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.incident.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a package holds: the one file of it that is signed. Immutable.
 *
 * @param incident of which incident
 * @param madeAt when
 * @param madeBy by whom
 * @param keyVersion the version in the gateway's key file that signs it
 * @param keySha256 the SHA-256 of its public key
 * @param files all files of the package but this one and its signature
 * @param missing pieces that were stored and not deleted, but could not be read
 */
record Manifest(
    String incident,
    Instant madeAt,
    Actor madeBy,
    int keyVersion,
    String keySha256,
    List<PackageFile> files,
    List<String> missing) {

  static final String NAME = "manifest.json";
  static final String SIGNATURE_NAME = "manifest.sig";

  /** How long one may be; read from elsewhere, or written. */
  static final int MOST_BYTES = 8 << 20;

  /** How many files a package may have. */
  static final int MOST_FILES = 10_000;

  private static final String ABOUT = "evidence manifest of a Sharp Eyes Gateway";
  private static final int FORMAT = 1;
  private static final int DEEP = 8;
  private static final int MOST_TEXT = 1_024;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEP)
                          .maxStringLength(MOST_TEXT)
                          .maxNameLength(MOST_TEXT)
                          .maxNumberLength(32)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Copies the lists. */
  Manifest {
    files = List.copyOf(files);
    missing = List.copyOf(missing);
  }

  /** Writes it. */
  byte[] toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT).put("format", FORMAT).put("incident", incident);
    root.put("madeAt", madeAt.toString());
    root.putObject("madeBy").put("user", madeBy.user()).put("name", madeBy.name());
    root.putObject("key").put("version", keyVersion).put("sha256", keySha256);
    ArrayNode array = root.putArray("files");
    for (PackageFile file : files) {
      ObjectNode one = array.addObject();
      one.put("name", file.name()).put("bytes", file.bytes()).put("sha256", file.sha256());
      put(one, "camera", file.camera());
      put(one, "kind", file.kind());
      put(one, "from", file.from());
      put(one, "to", file.to());
      if (!file.asStored()) {
        one.put("asStored", false);
      }
    }
    ArrayNode gone = root.putArray("missing");
    missing.forEach(gone::add);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  /**
   * Reads one. Its signature should have been checked before.
   *
   * @throws IOException whose message says what is wrong with it
   */
  static Manifest read(byte[] json) throws IOException {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.path("about").asText().equals(ABOUT)) {
        throw new IOException("it is no evidence manifest");
      }
      if (root.path("format").asInt() != FORMAT) {
        throw new IOException("a newer gateway made it: verify it with a newer version");
      }
      return new Manifest(
          text(root, "incident"),
          Instant.parse(text(root, "madeAt")),
          new Actor(text(root.path("madeBy"), "user"), text(root.path("madeBy"), "name")),
          root.path("key").path("version").asInt(),
          text(root.path("key"), "sha256"),
          files(root.path("files")),
          missing(root.path("missing")));
    } catch (JsonProcessingException e) {
      throw new IOException("it is no JSON that can be read: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<PackageFile> files(JsonNode array) throws IOException {
    if (!array.isArray() || array.size() > MOST_FILES) {
      throw new IOException("it names over " + MOST_FILES + " files, or none");
    }
    List<PackageFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode one : array) {
      PackageFile file =
          new PackageFile(
              text(one, "name"),
              one.path("bytes").asLong(-1),
              text(one, "sha256"),
              textOrNull(one, "camera"),
              textOrNull(one, "kind"),
              time(one, "from"),
              time(one, "to"),
              one.path("asStored").asBoolean(true));
      if (file.name().equals(NAME) || file.name().equals(SIGNATURE_NAME)) {
        throw new IOException("it names itself or its signature");
      }
      if (!names.add(file.name())) {
        throw new IOException("it names " + file.name() + " twice");
      }
      files.add(file);
    }
    return files;
  }

  private static List<String> missing(JsonNode array) {
    List<String> missing = new ArrayList<>();
    for (JsonNode one : array) {
      if (missing.size() < MOST_FILES) {
        missing.add(one.asText());
      }
    }
    return missing;
  }

  private static String text(JsonNode node, String name) throws IOException {
    String text = textOrNull(node, name);
    if (text == null) {
      throw new IOException("it has no " + name);
    }
    return text;
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isTextual() ? value.textValue() : null;
  }

  private static @Nullable Instant time(JsonNode node, String name) {
    String text = textOrNull(node, name);
    return text == null ? null : Instant.parse(text);
  }
}
