package io.sharpeyes.gateway.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.AuditExtract;
import io.sharpeyes.gateway.access.AuditHead;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an incident's evidence as a ZIP: incident, timeline, audit, snapshots and clips; then the
 * manifest with the SHA-256 of each, and the manifest's signature, last, so that nothing needs to
 * be kept meanwhile and a package that was cut off has none. Blocks: not for event loops.
 */
public final class PackageWriter {

  static final String INCIDENT = "incident.json";
  static final String TIMELINE = "timeline.jsonl";
  static final String AUDIT = "audit.json";

  private static final int BUFFER = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PackageParts parts;
  private final Function<EvidencePiece, Path> paths;
  private final ZipOutputStream zip;
  private final List<PackageFile> files = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private PackageWriter(
      PackageParts parts, Function<EvidencePiece, Path> paths, OutputStream target) {
    this.parts = parts;
    this.paths = paths;
    this.zip = new ZipOutputStream(target);
  }

  /**
   * Writes one.
   *
   * @param paths where a piece's file is
   * @param target is closed at the end
   * @throws IOException if the target can't be written; a picture that can't be read is named in
   *     the manifest, and the others are still given
   */
  public static void write(
      PackageParts parts, Function<EvidencePiece, Path> paths, OutputStream target)
      throws IOException {
    PackageWriter writer = new PackageWriter(parts, paths, target);
    try (writer.zip) {
      writer.writeAll();
    }
  }

  private void writeAll() throws IOException {
    plain(INCIDENT, parts.incidentJson().getBytes());
    timeline();
    plain(AUDIT, auditJson(parts.audit()));
    for (EvidencePiece piece : parts.pieces()) {
      piece(piece);
    }
    byte[] manifest = manifest().toJson();
    if (manifest.length > Manifest.MOST_BYTES) {
      throw new IOException("the manifest would be over 8 MiB long");
    }
    entry(Manifest.NAME, true);
    zip.write(manifest);
    zip.closeEntry();
    entry(Manifest.SIGNATURE_NAME, false);
    zip.write(parts.keys().signDocument(manifest));
    zip.closeEntry();
  }

  private Manifest manifest() {
    return new Manifest(
        parts.incident(),
        parts.madeAt(),
        parts.madeBy(),
        parts.keys().version(),
        PublicKeyFile.fingerprint(parts.keys().publicKey()),
        files,
        missing);
  }

  private void entry(String name, boolean compressed) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(parts.madeAt().toEpochMilli());
    // Pictures are compressed already.
    zip.setLevel(compressed ? Deflater.DEFAULT_COMPRESSION : Deflater.NO_COMPRESSION);
    zip.putNextEntry(entry);
  }

  private void plain(String name, byte[] content) throws IOException {
    entry(name, true);
    zip.write(content);
    zip.closeEntry();
    files.add(
        PackageFile.plain(
            name, content.length, HexFormat.of().formatHex(sha256().digest(content))));
  }

  private void timeline() throws IOException {
    entry(TIMELINE, true);
    MessageDigest digest = sha256();
    DigestOutputStream out = new DigestOutputStream(zip, digest);
    long bytes = 0;
    for (Buffer event : parts.timeline()) {
      out.write(event.getBytes());
      out.write('\n');
      bytes += event.length() + 1;
    }
    zip.closeEntry();
    files.add(PackageFile.plain(TIMELINE, bytes, HexFormat.of().formatHex(digest.digest())));
  }

  private void piece(EvidencePiece piece) throws IOException {
    String name = piece.kind().wireName() + "s/" + piece.file();
    Path path = paths.apply(piece);
    if (!Files.isReadable(path)) {
      missing.add(name);
      return;
    }
    entry(name, false);
    MessageDigest digest = sha256();
    long bytes = copy(path, digest);
    zip.closeEntry();
    String sha256 = HexFormat.of().formatHex(digest.digest());
    files.add(
        new PackageFile(
            name,
            bytes,
            sha256,
            piece.camera(),
            piece.kind().wireName(),
            piece.from(),
            piece.to(),
            sha256.equals(piece.sha256())));
  }

  /** A file that can't be read to its end is given as far as it can: its hash tells. */
  private long copy(Path path, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = read(in, buffer); read > 0; read = read(in, buffer)) {
        digest.update(buffer, 0, read);
        zip.write(buffer, 0, read);
        bytes += read;
      }
    }
    return bytes;
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException unreadable) {
      return -1;
    }
  }

  static byte[] auditJson(AuditExtract audit) {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", "rows of the audit about one incident, with their places in its chain");
    AuditHead head = audit.head();
    if (head != null) {
      root.putObject("head")
          .put("count", head.count())
          .put("hash", head.hash())
          .put("keyVersion", head.keyVersion())
          .put("signature", Base64.getEncoder().encodeToString(head.signature()));
    }
    root.put("complete", audit.complete());
    ArrayNode rows = root.putArray("rows");
    for (AuditExtract.Row one : audit.rows()) {
      AuditRow row = one.row();
      rows.addObject()
          .put("sequence", row.sequence())
          .put("at", row.at().toString())
          .put("user", row.user())
          .put("action", row.action())
          .put("subject", row.subject())
          .put("detail", row.detail())
          .put("before", one.before())
          .put("hash", one.hash());
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
