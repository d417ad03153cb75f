package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.PublicKeyFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Says of a package, file by file, whether it is what a gateway made: with nothing but the package
 * and the gateway's public key. Blocks: not for event loops.
 *
 * <p>The package may come from anybody. So the signature is looked at first; before it fits,
 * nothing is read but the list of files (bounded) and the manifest (bounded). After it, each file
 * is read to the length that was signed and no further; what wasn't signed isn't unpacked at all. A
 * ZIP can be read from its front or from the list at its end; a package must say the same both
 * ways, or two programs would see two packages.
 */
public final class PackageCheck {

  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final long MOST_LIST_BYTES = 4 << 20;
  private static final int SIGNATURE_BYTES = 64;
  private static final int BUFFER = 64 << 10;

  private PackageCheck() {}

  /** What is with a file. */
  public enum State {
    /** It is what was signed. */
    WHOLE,
    /** It is something else than what was signed. */
    CHANGED,
    /** It was signed and isn't there. */
    MISSING,
    /** It is there and wasn't signed. */
    ADDED,
    /** It is what was signed; but at the gateway it was no more what had been stored. */
    DAMAGED
  }

  /**
   * What was found about a file.
   *
   * @param file its name in the package
   * @param state what is with it
   * @param what more in words; empty if there is no more
   */
  public record Finding(String file, State state, String what) {}

  /**
   * What was found.
   *
   * @param incident whose package it says it is; null if that couldn't be read
   * @param made when and by whom; null likewise
   * @param fault what is wrong with the package as such; null if nothing is
   * @param findings of its files, in the order of the manifest; empty if there is a fault
   */
  public record Report(
      @Nullable String incident,
      @Nullable String made,
      @Nullable String fault,
      List<Finding> findings) {

    /** Copies the list. */
    public Report {
      findings = List.copyOf(findings);
    }

    static Report fault(String what) {
      return new Report(null, null, what, List.of());
    }

    /** Says whether it is, in all of its parts, what the gateway gave. */
    public boolean isWhole() {
      return fault == null && findings.stream().allMatch(one -> one.state() == State.WHOLE);
    }
  }

  /**
   * Checks a package.
   *
   * @param key the gateway's public key
   * @throws IOException if the file can't be read at all
   */
  public static Report check(Path file, PublicKey key) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("The package " + file + " can't be read. Is the path right?");
    }
    String unfit = unfit(file);
    if (unfit != null) {
      return Report.fault(unfit);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return check(zip, file, key);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      return Report.fault("it is no ZIP that can be read: " + e.getMessage());
    }
  }

  /** Looks at the end of a ZIP before the library does, which takes its whole list into memory. */
  private static @Nullable String unfit(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < END_BYTES) {
        return "it is too short to be a package";
      }
      ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long at = channel.size() - END_BYTES;
      while (end.hasRemaining() && channel.read(end, at + end.position()) >= 0) {
        // Reads until the record is there.
      }
      if (end.getInt(0) != END_SIGNATURE) {
        return "it doesn't end like a package: it was cut off, or something was added at its end";
      }
      long files = Short.toUnsignedLong(end.getShort(10));
      long bytes = Integer.toUnsignedLong(end.getInt(12));
      return files > Manifest.MOST_FILES + 2 || bytes > MOST_LIST_BYTES
          ? "it has more files than a package can have"
          : null;
    }
  }

  private static Report check(ZipFile zip, Path file, PublicKey key) throws IOException {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entries.put(entry.getName(), entry) != null) {
        return Report.fault("it has two files called " + shown(entry.getName()));
      }
    }
    byte[] json = small(zip, entries.remove(Manifest.NAME), Manifest.MOST_BYTES);
    byte[] signature = small(zip, entries.remove(Manifest.SIGNATURE_NAME), SIGNATURE_BYTES);
    if (json == null || signature == null) {
      return Report.fault("it has no manifest or no signature that can be: it is no package");
    }
    if (!PublicKeyFile.isSigned(key, json, signature)) {
      return Report.fault(
          "the manifest wasn't signed with this key ("
              + PublicKeyFile.fingerprint(key)
              + "): it was changed, or the key is another gateway's or an older one");
    }
    Manifest manifest;
    try {
      manifest = Manifest.read(json);
    } catch (IOException e) {
      return Report.fault("the manifest can't be used: " + e.getMessage());
    }
    return report(manifest, compare(manifest, zip, entries, file));
  }

  private static Report report(Manifest manifest, List<Finding> findings) {
    String made = "made " + manifest.madeAt() + " by " + manifest.madeBy().user();
    return new Report(manifest.incident(), made, null, findings);
  }

  private static List<Finding> compare(
      Manifest manifest, ZipFile zip, Map<String, ZipEntry> entries, Path file) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (PackageFile signed : manifest.files()) {
      ZipEntry entry = entries.remove(signed.name());
      findings.add(
          entry == null
              ? new Finding(signed.name(), State.MISSING, "it was taken out of the package")
              : look(signed, zip, entry));
    }
    for (String gone : manifest.missing()) {
      findings.add(new Finding(shown(gone), State.MISSING, "it was gone at the gateway already"));
    }
    for (String more : entries.keySet()) {
      findings.add(new Finding(shown(more), State.ADDED, "it wasn't signed; it was not looked at"));
    }
    boolean same = findings.stream().noneMatch(one -> one.state() == State.ADDED);
    if (same) {
      findings.addAll(fromTheFront(manifest, file));
    }
    return findings;
  }

  private static Finding look(PackageFile signed, ZipFile zip, ZipEntry entry) {
    String name = signed.name();
    try (InputStream in = zip.getInputStream(entry)) {
      if (!isAsSigned(signed, in)) {
        return new Finding(name, State.CHANGED, "its length or SHA-256 is another");
      }
    } catch (IOException e) {
      return new Finding(name, State.CHANGED, "it can't be unpacked: " + e.getMessage());
    }
    return signed.asStored()
        ? new Finding(name, State.WHOLE, "")
        : new Finding(name, State.DAMAGED, "at the gateway it had changed since it was stored");
  }

  /** Reads no further than one byte beyond what was signed. */
  private static boolean isAsSigned(PackageFile signed, InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      bytes += read;
      if (bytes > signed.bytes()) {
        return false;
      }
      digest.update(buffer, 0, read);
    }
    return bytes == signed.bytes()
        && HexFormat.of().formatHex(digest.digest()).equals(signed.sha256());
  }

  /** Reads it as programs do that don't look at the list at its end. */
  private static List<Finding> fromTheFront(Manifest manifest, Path file) throws IOException {
    Map<String, PackageFile> left = new LinkedHashMap<>();
    manifest.files().forEach(signed -> left.put(signed.name(), signed));
    List<Finding> findings = new ArrayList<>();
    Set<String> own = new HashSet<>(List.of(Manifest.NAME, Manifest.SIGNATURE_NAME));
    try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(newStream(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        PackageFile signed = left.remove(entry.getName());
        if (signed == null && !own.remove(entry.getName())) {
          findings.add(
              new Finding(shown(entry.getName()), State.ADDED, "only some programs would see it"));
          return findings;
        }
        if (signed == null ? !isSmall(zip) : !isAsSigned(signed, zip)) {
          findings.add(
              new Finding(
                  shown(entry.getName()), State.CHANGED, "some programs would see another"));
          return findings;
        }
      }
      if (!left.isEmpty() || !own.isEmpty()) {
        findings.add(new Finding(shown(file), State.CHANGED, "something stands before its files"));
      }
    } catch (IOException e) {
      findings.add(
          new Finding(shown(file), State.CHANGED, "it can't be read from its front: " + e));
    }
    return findings;
  }

  private static InputStream newStream(Path file) throws IOException {
    return Files.newInputStream(file);
  }

  private static boolean isSmall(InputStream in) throws IOException {
    return in.readNBytes(Manifest.MOST_BYTES + 1).length <= Manifest.MOST_BYTES;
  }

  /** The content of a file that is short; null if there is none or it is long. */
  private static byte @Nullable [] small(ZipFile zip, @Nullable ZipEntry entry, int most)
      throws IOException {
    if (entry == null) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes(most + 1);
      return content.length > most ? null : content;
    }
  }

  /** A name from elsewhere, fit for a terminal: short, and without control characters. */
  private static String shown(Object name) {
    String text = name.toString().replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() <= PackageFile.MOST_NAME_CHARS
        ? text
        : text.substring(0, PackageFile.MOST_NAME_CHARS) + "…";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
