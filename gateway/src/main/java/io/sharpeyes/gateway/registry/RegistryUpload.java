package io.sharpeyes.gateway.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Several registry files in one body: a ZIP, so that an import of several tables is all or nothing.
 * Pure; any thread, but not for event loops.
 */
public final class RegistryUpload {

  private static final int MOST_ENTRIES = 64;

  private RegistryUpload() {}

  /**
   * Takes a ZIP apart. Folders in it count for nothing.
   *
   * @param mostBytes how many bytes its files may have in all: a small ZIP can hold a lot
   * @throws IllegalArgumentException whose message says what is wrong
   */
  public static List<RegistryFile> unzip(byte[] body, long mostBytes) {
    List<RegistryFile> files = new ArrayList<>();
    long left = mostBytes;
    int entries = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++entries > MOST_ENTRIES) {
          throw new IllegalArgumentException("it has over " + MOST_ENTRIES + " files and folders");
        }
        // Of a folder too: nothing keeps a ZIP from hiding gigabytes in one.
        byte[] content = readAtMost(zip, left);
        left -= content.length;
        if (!entry.isDirectory()) {
          files.add(new RegistryFile(nameOf(entry), content));
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw new IllegalArgumentException("The ZIP can't be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("The ZIP is cut off. Send it anew.", e);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("The body is no ZIP with registry files.");
    }
    return files;
  }

  private static String nameOf(ZipEntry entry) {
    String path = entry.getName().replace('\\', '/');
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static byte[] readAtMost(InputStream in, long most) throws IOException {
    byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
    if (content.length > most) {
      throw new IllegalArgumentException("unpacked it is too large; import it in parts");
    }
    return content;
  }

  /** Packs files into a ZIP. */
  public static byte[] zip(List<RegistryFile> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (RegistryFile file : files) {
        zip.putNextEntry(new ZipEntry(file.name()));
        zip.write(file.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes memory only
    }
    return bytes.toByteArray();
  }
}
