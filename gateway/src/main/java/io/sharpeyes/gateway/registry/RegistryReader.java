package io.sharpeyes.gateway.registry;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads registry files: CSV (RFC 4180 with a header row) or GeoJSON, UTF-8 or GB18030, in any of
 * the {@link CoordinateSystem}s. Finds all that is wrong, not only the first thing; a registry
 * comes out only if nothing is. Blocks on the disk and works for seconds on large registries: not
 * for event loops. One reader may be used on any thread.
 */
public final class RegistryReader {

  /** The most bytes of a file that are read. */
  public static final long MOST_BYTES = 256L * 1024 * 1024;

  /** The most rows of a file that are read. */
  public static final int MOST_ROWS = 2_000_000;

  private static final int MOST_FILES = 64;

  private final CoordinateSystem coordinates;

  /**
   * Makes a reader.
   *
   * @param coordinates in which the files' places are written
   */
  public RegistryReader(CoordinateSystem coordinates) {
    this.coordinates = coordinates;
  }

  /**
   * Reads a folder as a whole registry. Files with other endings than {@code .csv}, {@code
   * .geojson} and {@code .json} are passed over.
   */
  public RegistryReading readFolder(Path folder) {
    RegistryProblems problems = new RegistryProblems();
    List<RegistryFile> files = new ArrayList<>();
    for (Path path : list(folder, problems)) {
      load(path, problems).ifPresent(files::add);
    }
    return read(files, Registry.EMPTY, ImportMode.REPLACE, problems);
  }

  /** Reads single files from disk over a registry that is there already. */
  public RegistryReading readFiles(List<Path> paths, Registry before, ImportMode mode) {
    RegistryProblems problems = new RegistryProblems();
    List<RegistryFile> files = new ArrayList<>();
    for (Path path : paths) {
      load(path, problems).ifPresent(files::add);
    }
    return read(files, before, mode, problems);
  }

  /** Reads files that are in memory over a registry that is there already. */
  public RegistryReading read(List<RegistryFile> files, Registry before, ImportMode mode) {
    return read(files, before, mode, new RegistryProblems());
  }

  private RegistryReading read(
      List<RegistryFile> files, Registry before, ImportMode mode, RegistryProblems problems) {
    RegistryDraft draft = new RegistryDraft(before);
    RegistrySecrets.Collector secrets = new RegistrySecrets.Collector();
    Set<Rows<?>> replaced = new HashSet<>();
    for (RegistryFile file : files) {
      Optional<Rows<?>> table =
          isRegistryFile(file.name()) ? draft.table(stem(file.name())) : Optional.empty();
      if (table.isEmpty()) {
        unknownTable(draft, file, problems);
        continue;
      }
      if (mode == ImportMode.REPLACE && replaced.add(table.get())) {
        table.get().replaceAll();
      }
      readFile(file, table.get(), secrets, problems);
    }
    return finish(draft, secrets, problems);
  }

  private static RegistryReading finish(
      RegistryDraft draft, RegistrySecrets.Collector secrets, RegistryProblems problems) {
    new ReferenceCheck(draft, problems).run();
    if (problems.count() == 0 && draft.districts.entries().isEmpty()) {
      problems.add(
          "districts.csv",
          0,
          "",
          "there is no district",
          "Write at least one row, for instance: code,name,parent / 350428000000,将乐县,");
    }
    if (problems.count() > 0) {
      return new RegistryReading(
          Optional.empty(), RegistrySecrets.NONE, problems.kept(), problems.count());
    }
    return new RegistryReading(Optional.of(draft.toRegistry()), secrets.collected(), List.of(), 0);
  }

  private void readFile(
      RegistryFile file,
      Rows<?> rows,
      RegistrySecrets.Collector secrets,
      RegistryProblems problems) {
    Optional<Charset> charset = TextEncoding.detect(file.content());
    if (charset.isEmpty() || TextEncoding.isUtf16(file.content())) {
      problems.add(
          file.name(),
          0,
          "",
          "the file is neither UTF-8 nor GB18030",
          "Save it as \"CSV UTF-8\", or export it anew.");
      return;
    }
    Consumer<RegistryRow> taker = row -> rows.read(row, secrets, problems);
    if (ending(file.name()).equals("csv")) {
      new CsvRows(file, rows.table, coordinates, problems).forEach(charset.get(), taker);
    } else {
      new GeoJsonRows(file, rows.table, coordinates, problems).forEach(charset.get(), taker);
    }
  }

  private static void unknownTable(
      RegistryDraft draft, RegistryFile file, RegistryProblems problems) {
    String names =
        draft.tables().stream()
            .map(rows -> rows.table.name() + ".csv")
            .collect(Collectors.joining(", "));
    problems.add(
        file.name(),
        0,
        "",
        "no registry file has this name",
        "The names are " + names + ", or with .geojson; save tables as CSV.");
  }

  private static List<Path> list(Path folder, RegistryProblems problems) {
    if (!Files.isDirectory(folder)) {
      problems.add(
          folder.toString(),
          0,
          "",
          "there is no such folder",
          "Make it and put districts.csv, sites.csv, devices.csv … into it.");
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> isRegistryFile(path.getFileName().toString()))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException e) {
      unreadable(folder.toString(), e, problems);
      return List.of();
    }
  }

  private static boolean isRegistryFile(String name) {
    return !name.startsWith(".") && Set.of("csv", "geojson", "json").contains(ending(name));
  }

  private static Optional<RegistryFile> load(Path path, RegistryProblems problems) {
    String name = String.valueOf(path.getFileName());
    try {
      long size = Files.size(path);
      if (size <= MOST_BYTES) {
        return Optional.of(new RegistryFile(name, Files.readAllBytes(path)));
      }
      problems.add(name, 0, "", "the file has " + size + " bytes", "Split it; 256 MiB are read.");
    } catch (IOException e) {
      unreadable(name, e, problems);
    }
    return Optional.empty();
  }

  private static void unreadable(String name, IOException e, RegistryProblems problems) {
    problems.add(
        name,
        0,
        "",
        "it can't be read (" + e.getClass().getSimpleName() + ")",
        "Does it exist, and may this user read it?");
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot).toLowerCase(Locale.ROOT) : "";
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
