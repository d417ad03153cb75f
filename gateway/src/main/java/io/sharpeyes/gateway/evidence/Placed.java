package io.sharpeyes.gateway.evidence;

import java.nio.file.Path;
import java.time.Instant;

/**
 * The place for a piece that is still to be written.
 *
 * @param path where to write it; there is no file yet
 * @param incident whose it will be
 * @param camera what takes it
 * @param kind what it will be
 * @param from when it begins
 */
public record Placed(
    Path path, String incident, String camera, EvidencePiece.Kind kind, Instant from) {

  /** The file's name in the incident's folder. */
  public String file() {
    return String.valueOf(path.getFileName());
  }

  /**
   * The piece, now that it is written.
   *
   * @param sha256 of the whole file, 64 hexadecimal digits in lower case
   * @param bytes the file's length
   * @param mediaType what it is written in
   * @param to when it ends
   */
  public EvidencePiece piece(String sha256, long bytes, String mediaType, Instant to) {
    return new EvidencePiece(incident, camera, kind, file(), sha256, bytes, mediaType, from, to);
  }
}
