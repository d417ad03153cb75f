package io.sharpeyes.gateway.registry;

/** Fuzzing: registry files in CSV. */
public final class CsvFuzz {

  private CsvFuzz() {}

  /** Reads it as each of the tables. */
  public static void fuzzerTestOneInput(byte[] data) {
    RegistryFilesFuzz.read(data, ".csv");
  }
}
