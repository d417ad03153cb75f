package io.sharpeyes.gateway.evidence;

import static io.sharpeyes.gateway.evidence.EvidenceFixture.DESK;
import static io.sharpeyes.gateway.evidence.EvidenceFixture.KEYS;
import static io.sharpeyes.gateway.evidence.EvidenceFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.access.AuditExtract;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.sharpeyes.gateway.evidence.PackageCheck.Report;
import io.sharpeyes.gateway.evidence.PackageCheck.State;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package is what the gateway gave, or the check says what is not; whoever sent it. */
class PackageTest {

  private static final PublicKey KEY = KEYS.publicKey();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Path whole = Path.of("");
  private String picture = "";
  private String clip = "";

  @BeforeEach
  void makeOne() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(folder.resolve("data"))) {
      String incident = fixture.press(1);
      picture = "snapshots/" + fixture.snapshot(incident, "camera-1", random(5_000)).file();
      Placed placed =
          await(fixture.store.place(incident, "camera-2", EvidencePiece.Kind.CLIP, fixture.now()));
      byte[] film = random(300_000);
      Files.write(placed.path(), film);
      EvidencePiece piece =
          placed.piece(sha256(film), film.length, "video/mp4", placed.from().plusSeconds(60));
      await(fixture.store.store(piece));
      clip = "clips/" + piece.file();
      await(fixture.audit.append(DESK, "picture.live", incident, Map.of("camera", "camera-1")));
      await(fixture.audit.append(DESK, "sign-in", "somebody-else", Map.of()));
      await(fixture.audit.append(DESK, "picture.clip", "camera-1", Map.of("incident", incident)));
      AuditExtract audit = fixture.audit.extract(incident);
      assertThat(audit.rows()).hasSize(2).allMatch(AuditExtract.Row::isWhole);
      whole = folder.resolve("package.zip");
      write(fixture, incident, audit, whole);
    }
  }

  private static void write(
      EvidenceFixture fixture, String incident, AuditExtract audit, Path target) throws Exception {
    PackageParts parts =
        new PackageParts(
            incident,
            Buffer.buffer("{\"id\":\"" + incident + "\"}"),
            List.of(Buffer.buffer("{\"id\":\"1\"}"), Buffer.buffer("{\"id\":\"2\"}")),
            await(fixture.store.of(incident)),
            audit,
            Instant.parse("2026-11-22T09:00:00Z"),
            DESK,
            KEYS);
    PackageWriter.write(parts, fixture.store::path, Files.newOutputStream(target));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private Report check(Path file) throws IOException {
    return PackageCheck.check(file, KEY);
  }

  /** The files of a ZIP, in their order. */
  private static Map<String, byte[]> contents(Path file) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          contents.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return contents;
  }

  private Path zip(Map<String, byte[]> contents) throws IOException {
    Path file = Files.createTempFile(folder, "changed", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> one : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(one.getKey()));
        zip.write(one.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private Map<String, State> states(Path file) throws IOException {
    Map<String, State> states = new TreeMap<>();
    check(file).findings().forEach(one -> states.put(one.file(), one.state()));
    return states;
  }

  @Test
  void whatTheGatewayGaveIsWhole() throws Exception {
    Report report = check(whole);
    assertThat(report.fault()).isNull();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.incident()).isEqualTo("20261122-0001");
    assertThat(report.made()).isEqualTo("made 2026-11-22T09:00:00Z by dispatcher");
    assertThat(report.findings())
        .extracting(PackageCheck.Finding::file)
        .containsExactly("incident.json", "timeline.jsonl", "audit.json", picture, clip);
    assertThat(check(zip(contents(whole))).isWhole()).isTrue(); // However it is packed.
  }

  @Test
  void theSignatureIsOneThatOpenSslKnows() throws Exception {
    Map<String, byte[]> contents = contents(whole);
    Path key = Files.writeString(folder.resolve("public.pem"), PublicKeyFile.pem(KEY));
    assertThat(PublicKeyFile.read(key)).isEqualTo(KEY);
    Path manifest = Files.write(folder.resolve("m"), contents.get(Manifest.NAME));
    Path signature = Files.write(folder.resolve("s"), contents.get(Manifest.SIGNATURE_NAME));
    Process openssl;
    try {
      openssl =
          new ProcessBuilder(
                  "openssl",
                  "pkeyutl",
                  "-verify",
                  "-pubin",
                  "-rawin",
                  "-inkey",
                  key.toString(),
                  "-in",
                  manifest.toString(),
                  "-sigfile",
                  signature.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      Assumptions.abort("SKIPPED: there is no openssl here");
      return;
    }
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  @Test
  void whatWasChangedTakenOutOrAddedIsNamed() throws Exception {
    Map<String, byte[]> contents = contents(whole);
    Objects.requireNonNull(contents.get(picture))[100] ^= 1;
    contents.remove(clip);
    contents.put("clips/ffffffffffffffffffffffffffffffff.mp4", new byte[10]);
    contents.put("../../etc/cron.d/evil\u001b[2J", new byte[10]);
    Path changed = zip(contents);
    assertThat(check(changed).isWhole()).isFalse();
    assertThat(states(changed))
        .containsEntry(picture, State.CHANGED)
        .containsEntry(clip, State.MISSING)
        .containsEntry("clips/ffffffffffffffffffffffffffffffff.mp4", State.ADDED)
        .containsEntry("../../etc/cron.d/evil?[2J", State.ADDED)
        .containsEntry("incident.json", State.WHOLE);
  }

  @Test
  void anotherManifestOrKeyIsNoPackageOfThisGateway() throws Exception {
    Map<String, byte[]> contents = contents(whole);
    byte[] manifest = Objects.requireNonNull(contents.get(Manifest.NAME));
    manifest[manifest.length / 2] ^= 1;
    assertThat(check(zip(contents)).fault()).contains("wasn't signed with this key");
    PublicKey other = Keys.generate(Instant.EPOCH).publicKey();
    assertThat(PackageCheck.check(whole, other).fault()).contains("wasn't signed with this key");
    contents.remove(Manifest.SIGNATURE_NAME);
    assertThat(check(zip(contents)).fault()).contains("no manifest or no signature");
  }

  @Test
  void aDamageThatHappenedAtTheGatewayIsToldNotHidden() throws Exception {
    try (EvidenceFixture fixture = new EvidenceFixture(folder.resolve("data-2"))) {
      String incident = fixture.press(1);
      EvidencePiece rotten = fixture.snapshot(incident, "camera-1", random(100));
      EvidencePiece gone = fixture.snapshot(incident, "camera-1", random(100));
      Files.write(fixture.store.path(rotten), random(99));
      Files.delete(fixture.store.path(gone));
      Path file = folder.resolve("damaged.zip");
      write(fixture, incident, fixture.audit.extract(incident), file);
      assertThat(check(file).isWhole()).isFalse();
      assertThat(states(file))
          .containsEntry("snapshots/" + rotten.file(), State.DAMAGED)
          .containsEntry("snapshots/" + gone.file(), State.MISSING);
    }
  }

  /** A file that unpacks to far more than was signed is read to the signed length, no further. */
  @Test
  void aBombIsNotUnpacked() throws Exception {
    Map<String, byte[]> contents = contents(whole);
    contents.put(picture, new byte[200 << 20]);
    assertThat(states(zip(contents))).containsEntry(picture, State.CHANGED);
    contents = contents(whole);
    contents.put("clips/bomb.mp4", new byte[200 << 20]);
    assertThat(states(zip(contents))).containsEntry("clips/bomb.mp4", State.ADDED);
    contents = contents(whole);
    contents.put(Manifest.NAME, new byte[200 << 20]);
    assertThat(check(zip(contents)).fault()).contains("no manifest or no signature");
  }

  @Test
  void tooManyFilesAreNotEvenListed() throws Exception {
    Map<String, byte[]> many = new LinkedHashMap<>(contents(whole));
    for (int i = 0; i < Manifest.MOST_FILES; i++) {
      many.put("x" + i, new byte[0]);
    }
    assertThat(check(zip(many)).fault()).contains("more files than a package can have");
  }

  @Test
  void twoFilesOfOneNameAreNoPackage() throws Exception {
    Map<String, byte[]> contents = contents(whole);
    contents.put("incident.jsoX", "{\"id\":\"forged\"}".getBytes(StandardCharsets.UTF_8));
    Path file = zip(contents);
    Files.write(file, replaced(Files.readAllBytes(file), "incident.jsoX", "incident.json"));
    assertThat(check(file).isWhole()).isFalse();
    assertThat(check(file).fault()).isNotNull();
  }

  private static byte[] replaced(byte[] bytes, String text, String by) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.replace(text, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The list at the end says one thing, the files themselves another: programs would differ. */
  @Test
  void whatOnlySomeProgramsWouldSeeIsFound() throws Exception {
    byte[] good = Files.readAllBytes(whole);
    Map<String, byte[]> forged = new LinkedHashMap<>();
    forged.put("incident.json", "{\"id\":\"forged\"}".getBytes(StandardCharsets.UTF_8));
    byte[] front = Files.readAllBytes(zip(forged));
    int files = new String(front, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(front, 0, files);
    both.write(good);
    Path file = Files.write(folder.resolve("both.zip"), both.toByteArray());
    assertThat(check(file).isWhole()).isFalse();

    ByteArrayOutputStream junk = new ByteArrayOutputStream();
    junk.write(random(100));
    junk.write(good);
    assertThat(check(Files.write(folder.resolve("junk.zip"), junk.toByteArray())).isWhole())
        .isFalse();
    byte[] tail = Arrays.copyOf(good, good.length + 7);
    assertThat(check(Files.write(folder.resolve("tail.zip"), tail)).fault())
        .contains("something was added at its end");
  }

  @Test
  void whatWasCutOffIsNeverWhole() throws Exception {
    byte[] good = Files.readAllBytes(whole);
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      int length = i < 30 ? good.length - 1 - i : random.nextInt(good.length);
      Path file = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(good, length));
      assertThat(check(file).isWhole()).as("cut to " + length).isFalse();
    }
  }

  /** Whatever is done to it: never an exception, and never whole with another content. */
  @Test
  void whateverIsDoneToItItIsNeverWholeWithAnotherContent() throws Exception {
    byte[] good = Files.readAllBytes(whole);
    Map<String, byte[]> before = contents(whole);
    Random random = new Random(20261126);
    int called = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        // Most of a package is pictures; most of what can go wrong is in its last kilobytes.
        int from = random.nextBoolean() ? 0 : Math.max(0, bytes.length - 3_000);
        bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("fuzzed.zip"), bytes);
      Report report = check(file);
      if (report.isWhole()) {
        called++;
        Map<String, byte[]> after = contents(file);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, content) -> assertThat(after.get(name)).isEqualTo(content));
      }
    }
    assertThat(called).isLessThan(400);
  }
}
