package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code districts.csv}. */
final class DistrictTable implements Table<District> {

  private static final Column CODE =
      Column.required("code", "the 12-digit administrative code, or a finer one below it");
  static final Column PARENT =
      Column.optional("parent", "the code of the district above, or nothing for the topmost");

  @Override
  public String name() {
    return "districts";
  }

  @Override
  public List<Column> columns() {
    return List.of(CODE, Columns.NAME, PARENT);
  }

  @Override
  public String key(District row) {
    return row.code();
  }

  @Override
  public Column keyColumn() {
    return CODE;
  }

  @Override
  public District read(RegistryRow row, RegistrySecrets.Collector secrets) {
    String parent = row.districtCode(PARENT);
    return new District(
        row.districtCode(CODE), row.text(Columns.NAME), parent.isEmpty() ? null : parent);
  }

  @Override
  public String district(District row, Registry registry) {
    return row.code();
  }

  @Override
  public List<String> write(District row) {
    return List.of(row.code(), Columns.text(row.name()), Columns.plain(row.parent()));
  }
}
