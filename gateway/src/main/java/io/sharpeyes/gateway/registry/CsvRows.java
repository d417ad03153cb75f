package io.sharpeyes.gateway.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Takes a CSV file (RFC 4180 with a header row) apart into rows. */
final class CsvRows {

  private final RegistryFile file;
  private final Table<?> table;
  private final CoordinateSystem coordinates;
  private final RegistryProblems problems;

  CsvRows(
      RegistryFile file, Table<?> table, CoordinateSystem coordinates, RegistryProblems problems) {
    this.file = file;
    this.table = table;
    this.coordinates = coordinates;
    this.problems = problems;
  }

  void forEach(Charset charset, Consumer<RegistryRow> taker) {
    int mark = TextEncoding.markLength(file.content());
    int length = file.content().length - mark;
    try (Reader text =
            new InputStreamReader(new ByteArrayInputStream(file.content(), mark, length), charset);
        CSVParser parser = CSVParser.builder().setReader(text).setFormat(CSVFormat.RFC4180).get()) {
      read(parser, taker);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reads memory only
    }
  }

  private void read(CSVParser parser, Consumer<RegistryRow> taker) {
    Iterator<CSVRecord> records = parser.iterator();
    Map<String, Integer> header = null;
    while (true) {
      int line = (int) parser.getCurrentLineNumber() + 1;
      String[] cells = next(records, line);
      if (cells == null) {
        break;
      }
      if (isEmpty(cells)) {
        continue;
      }
      if (header == null) {
        header = header(cells, line);
        if (header == null) {
          return;
        }
      } else if (parser.getRecordNumber() > RegistryReader.MOST_ROWS) {
        problem(line, "", "over " + RegistryReader.MOST_ROWS + " rows", "Split the registry.");
        return;
      } else {
        row(header, cells, line, taker);
      }
    }
    if (header == null) {
      problem(1, "", "there is no header row", "Write one: " + columnNames() + ".");
    }
  }

  /** The next record's cells, or null at the end, or if the rest can't be told apart. */
  private String @Nullable [] next(Iterator<CSVRecord> records, int line) {
    try {
      return records.hasNext() ? records.next().values() : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      problem(
          line,
          "",
          "from here on quotation marks don't match; nothing below was read",
          "A cell that begins with \" must end with it; a \" inside it is written \"\".");
      return null;
    }
  }

  private static boolean isEmpty(String[] cells) {
    return cells.length == 0 || Arrays.stream(cells).allMatch(String::isBlank);
  }

  private @Nullable Map<String, Integer> header(String[] cells, int line) {
    if (cells.length == 1 && (cells[0].indexOf(';') >= 0 || cells[0].indexOf('\t') >= 0)) {
      problem(line, "", "the cells are not parted by commas", "Save it as CSV with commas.");
      return null;
    }
    long before = problems.count();
    Map<String, Integer> header = new HashMap<>();
    for (int i = 0; i < cells.length; i++) {
      String name = cells[i].strip();
      if (table.columns().stream().noneMatch(column -> column.name().equals(name))) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        problem(line, shown, "unknown column", "The columns are " + columnNames() + ".");
      } else if (header.put(name, i) != null) {
        problem(line, name, "the column stands twice", "Delete one of them.");
      }
    }
    for (Column column : table.columns()) {
      if (column.kind() == Column.Kind.REQUIRED && !header.containsKey(column.name())) {
        problem(line, column.name(), "the column is missing", "Add it: " + column.expects() + ".");
      }
    }
    return problems.count() == before ? header : null;
  }

  private void row(
      Map<String, Integer> header, String[] cells, int line, Consumer<RegistryRow> taker) {
    if (cells.length != header.size()) {
      problem(
          line,
          "",
          "the row has " + cells.length + " cells, the header " + header.size(),
          "Put a cell that has a comma in it between quotation marks; fill up with commas.");
      return;
    }
    RegistryRow.Cells byName =
        name -> {
          Integer at = header.get(name);
          return at == null ? null : cells[at];
        };
    taker.accept(new RegistryRow(file.name(), line, true, byName, coordinates, problems));
  }

  private String columnNames() {
    return table.columns().stream().map(Column::name).collect(Collectors.joining(","));
  }

  private void problem(int line, String column, String message, String mend) {
    problems.add(file.name(), line, column, message, mend);
  }
}
