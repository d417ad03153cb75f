package io.sharpeyes.gateway.registry;

import java.util.List;

/** What the fuzzing of both kinds of registry files shares. */
final class RegistryFilesFuzz {

  private static final List<String> TABLES =
      List.of(
          "districts", "sites", "contacts", "checkpoints", "devices", "cameras", "units", "people");

  private RegistryFilesFuzz() {}

  /** Reads it as each of the tables; every fault must be a problem with its place. */
  static void read(byte[] content, String ending) {
    for (String table : TABLES) {
      RegistryReading reading =
          new RegistryReader(CoordinateSystem.WGS_84)
              .read(
                  List.of(new RegistryFile(table + ending, content)),
                  Registry.EMPTY,
                  ImportMode.MERGE);
      if (reading.registry().isEmpty() == reading.problems().isEmpty()) {
        throw new AssertionError("neither a registry nor a problem, or both");
      }
    }
  }
}
