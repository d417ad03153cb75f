package io.sharpeyes.gateway.registry;

/** Fuzzing: registry files in GeoJSON, and files in a ZIP. */
public final class GeoJsonFuzz {

  private GeoJsonFuzz() {}

  /** Reads it as each of the tables, and as a ZIP. */
  public static void fuzzerTestOneInput(byte[] data) {
    RegistryFilesFuzz.read(data, ".geojson");
    try {
      RegistryUpload.unzip(data, 1 << 20);
    } catch (IllegalArgumentException told) {
      // It says what is wrong.
    }
  }
}
