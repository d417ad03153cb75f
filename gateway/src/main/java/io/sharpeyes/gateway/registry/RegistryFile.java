package io.sharpeyes.gateway.registry;

/**
 * A registry file: {@code cameras.csv}, {@code sites.geojson} …
 *
 * @param name its name, without a folder; says which table it is
 * @param content its bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record RegistryFile(String name, byte[] content) {

  @Override
  public String toString() {
    return "RegistryFile[name=" + name + ", bytes=" + content.length + "]";
  }
}
