package io.sharpeyes.gateway.evidence;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One picture or clip of an incident. Immutable.
 *
 * @param incident whose it is
 * @param camera what took it
 * @param kind what it is
 * @param file its name in the incident's folder, as {@link EvidenceStore#place} gave it
 * @param sha256 of the whole file, 64 hexadecimal digits in lower case
 * @param bytes the file's length
 * @param mediaType what it is written in
 * @param from when it begins, by the gateway's clock
 * @param to when it ends; of a snapshot the same
 */
public record EvidencePiece(
    String incident,
    String camera,
    Kind kind,
    String file,
    String sha256,
    long bytes,
    String mediaType,
    Instant from,
    Instant to) {

  private static final Pattern INCIDENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
  private static final Pattern CAMERA = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern FILE = Pattern.compile("[0-9a-f]{32}\\.(?:jpg|mp4)");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]{1,32}/[A-Za-z0-9.+-]{1,64}");

  /** What a piece is. */
  public enum Kind {
    /** One picture. */
    SNAPSHOT("jpg"),
    /** Moving pictures. */
    CLIP("mp4");

    private final String ending;

    Kind(String ending) {
      this.ending = ending;
    }

    /** How its file's name ends. */
    String ending() {
      return ending;
    }

    /** The word in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.wireName().equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("'" + word + "' is no kind of evidence");
    }
  }

  /**
   * Checks it: what is stored here may come from a damaged log, and a name becomes a path.
   *
   * @throws IllegalArgumentException if something can't be; the message names it
   */
  public EvidencePiece {
    require(isIncident(incident), "incident", incident);
    require(isCamera(camera), "camera", camera);
    require(isFile(file) && file.endsWith(kind.ending()), "file", file);
    require(SHA_256.matcher(sha256).matches(), "sha256", sha256);
    require(bytes >= 0, "bytes", bytes);
    require(MEDIA_TYPE.matcher(mediaType).matches(), "mediaType", mediaType);
    require(!to.isBefore(from), "to", to);
  }

  private static void require(boolean holds, String member, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a piece of evidence can't have '" + value + "' as its " + member);
    }
  }

  /** Says whether something may be an incident's id, and so a folder's name: it leads nowhere. */
  static boolean isIncident(String text) {
    return INCIDENT.matcher(text).matches();
  }

  /** Says whether something may be a camera's id. */
  static boolean isCamera(String text) {
    return CAMERA.matcher(text).matches();
  }

  /** Says whether something may be the name of a piece's file. */
  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  /** The data of {@code evidence.stored}, in the order of its names. */
  Map<String, Object> data() {
    Map<String, Object> data = new TreeMap<>();
    data.put("incident", incident);
    data.put("camera", camera);
    data.put("kind", kind.wireName());
    data.put("file", file);
    data.put("sha256", sha256);
    data.put("bytes", bytes);
    data.put("mediaType", mediaType);
    data.put("from", from);
    data.put("to", to);
    return data;
  }
}
