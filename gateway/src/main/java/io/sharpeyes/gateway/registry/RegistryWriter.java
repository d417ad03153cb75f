package io.sharpeyes.gateway.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a registry as the CSV files that {@link RegistryReader} reads: UTF-8 with a byte order
 * mark (so that Excel takes it for UTF-8), WGS 84, secrets left empty. Reading them gives the same
 * registry again. Texts that a spreadsheet would run get an apostrophe ({@code SpreadsheetText}).
 * Pure; any thread, but not for event loops.
 */
public final class RegistryWriter {

  private RegistryWriter() {}

  /** The files of all tables that have rows; {@code districts.csv} always. */
  public static List<RegistryFile> write(Registry registry) {
    return new RegistryDraft(registry)
        .tables().stream()
            .filter(rows -> !rows.entries().isEmpty() || rows.table.name().equals("districts"))
            .<RegistryFile>map(RegistryWriter::file)
            .toList();
  }

  private static <T> RegistryFile file(Rows<T> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      text.write('\uFEFF');
      printer.printRecord(rows.table.columns().stream().map(Column::name));
      for (Rows.Entry<T> entry : rows.entries()) {
        printer.printRecord(rows.table.write(entry.value()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes memory only
    }
    return new RegistryFile(rows.table.name() + ".csv", bytes.toByteArray());
  }
}
