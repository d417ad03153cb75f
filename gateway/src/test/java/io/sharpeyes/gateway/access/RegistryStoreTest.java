package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.access.ImportReport.Outcome;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryStoreTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final Person ADMIN =
      new Person("admin", "管理员", Person.Role.ADMIN, "350428000000", null, null);
  private static final RegistryFile DISTRICTS =
      file("districts.csv", "code,name,parent\n350428000000,县,\n350428101000,镇,350428000000\n");
  private static final RegistryFile SITES =
      file(
          "sites.csv",
          "id,name,kind,district,latitude,longitude\ns,学校,school,350428101000,26,118\n");
  private static final RegistryFile DEVICES =
      file("devices.csv", "id,name,kind,site,secret\nb1,x,button,s,alpha\nb2,y,button,s,\n");
  private static final RegistryFile PEOPLE =
      file("people.csv", "user,name,role,district,password\nwang,王,head,350428101000,pass\n");

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Keys keys = Keys.generate(NOW);
  private final List<Event> events = new ArrayList<>();
  private final AuditLog audit;
  private boolean journalFails;

  RegistryStoreTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.audit = AuditLog.open(folder.resolve("audit.db"), keys, () -> NOW);
  }

  @AfterEach
  void close() throws Exception {
    audit.close();
    get(vertx.close());
  }

  private static RegistryFile file(String name, String text) {
    return new RegistryFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private RegistryVersions versions() {
    return new RegistryVersions(folder.resolve("registry"), keys);
  }

  private RegistryStore start() throws Exception {
    RegistryStore store = new RegistryStore(vertx, versions(), keys, audit, () -> NOW);
    get(store.announceTo(this::append));
    return store;
  }

  private Future<Long> append(Event event) {
    if (journalFails) {
      return Future.failedFuture("disk full");
    }
    events.add(event);
    return Future.succeededFuture((long) events.size());
  }

  private static RegistryStore.Request request(
      ImportMode mode, boolean dryRun, RegistryFile... files) {
    return new RegistryStore.Request(List.of(files), CoordinateSystem.WGS_84, mode, dryRun);
  }

  private ImportReport merge(RegistryStore store, RegistryFile... files) throws Exception {
    return get(store.importFiles(request(ImportMode.MERGE, false, files), ADMIN));
  }

  private static boolean signsIn(RegistryStore store, Keys keys, String device, String secret) {
    return new DeviceAuthentication(keys, store::credentials)
        .authenticate(new DeviceId(device), secret.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void importsAllOrNothingAndKeepsItOverARestart() throws Exception {
    RegistryStore store = start();
    assertThat(store.current()).isSameAs(RegistrySnapshot.EMPTY);
    List<RegistrySnapshot> seen = new ArrayList<>();
    store.onChange(seen::add);

    ImportReport report = merge(store, DISTRICTS, SITES, DEVICES, PEOPLE);
    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(report.tables()).containsOnlyKeys("districts", "sites", "devices", "people");
    assertThat(report.generated()).containsOnlyKeys(new DeviceId("b2"));
    assertThat(report.withoutPassword()).isEmpty();
    assertThat(seen).containsExactly(store.current());
    assertThat(signsIn(store, keys, "b1", "alpha")).isTrue();

    ImportReport broken = merge(store, file("units.csv", "id,name\n"));
    assertThat(broken.outcome()).isEqualTo(Outcome.PROBLEMS);
    assertThat(broken.problems()).isNotEmpty();
    assertThat(seen).hasSize(1);

    RegistryStore again = start();
    assertThat(again.current().version()).isEqualTo(store.current().version());
    assertThat(again.registry().devices()).containsExactlyElementsOf(store.registry().devices());
    assertThat(signsIn(again, keys, "b1", "alpha")).isTrue();
    Secret made = report.generated().values().iterator().next();
    assertThat(signsIn(again, keys, "b2", made.reveal())).isTrue();
    assertThat(again.credentials().passwordHash("wang"))
        .isEqualTo(store.credentials().passwordHash("wang"));
    assertThat(events).hasSize(1);
  }

  @Test
  void announcesAndAuditsEachChange() throws Exception {
    RegistryStore store = start();
    merge(store, DISTRICTS, SITES);
    merge(store, DEVICES);
    assertThat(events).extracting(Event::type).containsOnly("registry.changed").hasSize(2);
    assertThat(events).extracting(Event::subject).containsOnly("registry");
    assertThat(events)
        .extracting(Event::district)
        .as("the lowest district that holds all that changed")
        .containsExactly("350428000000", "350428101000");
    assertThat(events.get(1).data())
        .isEqualTo(
            Map.of(
                "version",
                store.current().version(),
                "by",
                new Actor("admin", "管理员"),
                "files",
                List.of("devices.csv"),
                "changes",
                Map.of("devices", new RegistryPointer.Counts(2, 0, 0))));
    List<AuditRow> rows = audit.before(Long.MAX_VALUE, 10);
    assertThat(rows)
        .extracting(AuditRow::action)
        .containsExactly("registry.change", "registry.change");
    assertThat(rows.get(0).user()).isEqualTo("admin");
    assertThat(rows.get(0).detail()).contains("devices.csv").doesNotContain("alpha");
  }

  @Test
  void previewsAndLeavesWhatIsSo() throws Exception {
    RegistryStore store = start();
    ImportReport preview =
        get(store.importFiles(request(ImportMode.MERGE, true, DISTRICTS, SITES, DEVICES), ADMIN));
    assertThat(preview.outcome()).isEqualTo(Outcome.PREVIEW);
    assertThat(preview.tables()).containsKeys("districts", "sites", "devices");
    assertThat(preview.generated()).isEmpty();
    assertThat(store.current()).isSameAs(RegistrySnapshot.EMPTY);
    assertThat(events).isEmpty();

    merge(store, DISTRICTS, SITES);
    assertThat(merge(store, DISTRICTS, SITES).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(events).hasSize(1);
  }

  @Test
  void announcesAtTheNextStartWhatItCouldNot() throws Exception {
    RegistryStore store = start();
    journalFails = true;
    assertThat(merge(store, DISTRICTS).outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(store.registry().districts()).hasSize(2);
    assertThat(events).isEmpty();

    journalFails = false;
    start();
    start();
    assertThat(events).extracting(Event::type).containsExactly("registry.changed");
  }

  @Test
  void refusesWhoMayNot() throws Exception {
    RegistryStore store = start();
    merge(store, DISTRICTS, SITES, DEVICES, PEOPLE);
    Person town = new Person("t", "t", Person.Role.ADMIN, "350428101000", null, null);
    RegistryFile county =
        file("people.csv", "user,name,role,district,password\nx,x,admin,350428000000,p\n");
    assertThatThrownBy(() -> get(store.importFiles(request(ImportMode.MERGE, false, county), town)))
        .cause()
        .isInstanceOfSatisfying(
            ImportRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(ImportRefused.Reason.FORBIDDEN));
    assertThat(store.registry().person("x")).isEmpty();
    RegistryFile own =
        file("people.csv", "user,name,role,district,password\nx,x,admin,350428101000,p\n");
    assertThat(get(store.importFiles(request(ImportMode.MERGE, false, own), town)).outcome())
        .isEqualTo(Outcome.CHANGED);
  }

  @Test
  void takesOneImportAtATime() throws Exception {
    RegistryStore store = start();
    Future<ImportReport> first =
        store.importFiles(request(ImportMode.MERGE, false, DISTRICTS, SITES, PEOPLE), ADMIN);
    Future<ImportReport> second =
        store.importFiles(request(ImportMode.MERGE, false, DISTRICTS), ADMIN);
    assertThatThrownBy(() -> get(second)).hasCauseInstanceOf(ImportRefused.class);
    assertThat(get(first).outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(merge(store, DISTRICTS).outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void changesNothingWithoutAnAuditRow() throws Exception {
    RegistryStore store = start();
    audit.close();
    assertThatThrownBy(() -> merge(store, DISTRICTS)).hasCauseInstanceOf(AuditLog.NotAudited.class);
    assertThat(store.current()).isSameAs(RegistrySnapshot.EMPTY);
    assertThat(versions().current()).isEmpty();
  }

  @Test
  void aStoppedGatewayFindsWhatWasImported() throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    for (RegistryFile file : List.of(DISTRICTS, SITES, DEVICES, PEOPLE)) {
      Files.write(files.resolve(file.name()), file.content());
    }
    OfflineImport offline = new OfflineImport(versions(), keys, () -> NOW);
    ImportReport first = offline.first(files, CoordinateSystem.WGS_84);
    assertThat(first.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(first.generated()).as("nobody is there to be shown them").isEmpty();

    Actor root = new Actor("import@root", "import@root");
    List<Path> devices = List.of(files.resolve("devices.csv"));
    ImportReport preview =
        offline.files(devices, CoordinateSystem.WGS_84, ImportMode.MERGE, true, root);
    assertThat(preview.outcome()).isEqualTo(Outcome.PREVIEW);
    ImportReport second =
        offline.files(devices, CoordinateSystem.WGS_84, ImportMode.MERGE, false, root);
    assertThat(second.generated()).containsOnlyKeys(new DeviceId("b2"));

    RegistryStore store = start();
    assertThat(store.registry().devices()).hasSize(2);
    assertThat(events).hasSize(2);
    assertThat(audit.before(Long.MAX_VALUE, 10))
        .extracting(AuditRow::user)
        .containsExactly("import@root", "gateway");
  }

  @Test
  void keepsTenVersionsAndNeverTheCurrentOneLess() throws Exception {
    RegistryStore store = start();
    for (int i = 0; i < 14; i++) {
      merge(store, file("districts.csv", "code,name,parent\n350428000000,县" + i + ",\n"));
    }
    try (Stream<Path> kept = Files.list(folder.resolve("registry"))) {
      assertThat(kept.filter(path -> path.toString().endsWith(".zip"))).hasSize(10);
    }
    assertThat(versions().load().registry().district("350428000000").orElseThrow().name())
        .isEqualTo("县13");
  }

  @Test
  void saysWhatToDoWhenItIsDamaged() throws Exception {
    RegistryStore store = start();
    merge(store, DISTRICTS);
    Path file = folder.resolve("registry/" + store.current().version() + ".zip");
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(file, bad);
    assertThatThrownBy(() -> versions().load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its content was changed")
        .hasMessageContaining("Restore a backup");
    Files.delete(file);
    assertThatThrownBy(() -> versions().load()).hasMessageContaining("it is missing");
    Files.write(file, good);
    assertThat(versions().load().registry().districts()).hasSize(2);
  }

  @Test
  void goesOnWithRotatedKeysAndNotWithOlderOnes() throws Exception {
    RegistryStore store = start();
    merge(store, DISTRICTS, SITES, DEVICES, PEOPLE);
    Keys rotated = keys.rotated(NOW);
    RegistryVersions withNew = new RegistryVersions(folder.resolve("registry"), rotated);
    RegistryStore after = new RegistryStore(vertx, withNew, rotated, audit, () -> NOW);
    assertThat(signsIn(after, rotated, "b1", "alpha")).isTrue();
    assertThat(after.credentials().keyVersion()).isEqualTo(2);
    get(after.announceTo(this::append));
    merge(after, file("districts.csv", "code,name,parent\n350428000000,新,\n"));
    assertThatThrownBy(() -> versions().load())
        .hasMessageContaining("version 2 of the key file, this is version 1");
  }
}
