package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** {@link CredentialStore} as bytes: CSV with a row for the key version and one for each owner. */
final class CredentialFile {

  private static final String KEYS = "keys";
  private static final String DEVICE = "device";
  private static final String CAMERA = "camera";
  private static final String PERSON = "person";

  private CredentialFile() {}

  static byte[] write(CredentialStore store) {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord(KEYS, store.keyVersion(), "", "", "");
      for (Map.Entry<DeviceId, CredentialStore.DeviceMacs> device :
          new TreeMap<>(store.devices()).entrySet()) {
        CredentialStore.DeviceMacs macs = device.getValue();
        printer.printRecord(
            DEVICE,
            device.getKey(),
            encode(macs.secret()),
            encode(macs.pin()),
            encode(macs.duressPin()));
      }
      for (Map.Entry<String, byte[]> camera : new TreeMap<>(store.cameraPasswords()).entrySet()) {
        printer.printRecord(CAMERA, camera.getKey(), encode(camera.getValue()), "", "");
      }
      for (Map.Entry<String, String> person : new TreeMap<>(store.passwordHashes()).entrySet()) {
        printer.printRecord(PERSON, person.getKey(), person.getValue(), "", "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes memory only
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CredentialStore read(byte[] bytes) {
    int keyVersion = 0;
    Map<DeviceId, CredentialStore.DeviceMacs> devices = new HashMap<>();
    Map<String, byte[]> cameras = new HashMap<>();
    Map<String, String> people = new HashMap<>();
    StringReader text = new StringReader(new String(bytes, StandardCharsets.UTF_8));
    try (CSVParser parser =
        CSVParser.builder().setReader(text).setFormat(CSVFormat.RFC4180).get()) {
      for (CSVRecord row : parser) {
        if (row.size() != 5) {
          throw new IllegalArgumentException("a row of credentials has " + row.size() + " cells");
        }
        switch (row.get(0)) {
          case KEYS -> keyVersion = Integer.parseInt(row.get(1));
          case DEVICE ->
              devices.put(
                  new DeviceId(row.get(1)),
                  new CredentialStore.DeviceMacs(
                      decode(row.get(2)), decode(row.get(3)), decode(row.get(4))));
          case CAMERA -> cameras.put(row.get(1), Base64.getDecoder().decode(row.get(2)));
          case PERSON -> people.put(row.get(1), row.get(2));
          default -> throw new IllegalArgumentException("credentials of a kind that isn't known");
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("credentials can't be read", e);
    }
    return new CredentialStore(keyVersion, devices, cameras, people);
  }

  private static String encode(byte @Nullable [] bytes) {
    return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
  }

  private static byte @Nullable [] decode(String text) {
    return text.isEmpty() ? null : Base64.getDecoder().decode(text);
  }
}
