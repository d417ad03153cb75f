package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code units.csv}. */
final class UnitTable implements Table<PatrolUnit> {

  private static final Column KIND = Column.required("kind", "foot, bicycle, motorcycle or car");
  private static final Column PHONE =
      Column.optional("phone", "the number, of digits, spaces and + - ( ) * #, or nothing");

  @Override
  public String name() {
    return "units";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Columns.ID,
        Columns.NAME,
        KIND,
        Columns.DISTRICT,
        Columns.LATITUDE,
        Columns.LONGITUDE,
        PHONE);
  }

  @Override
  public String key(PatrolUnit row) {
    return row.id();
  }

  @Override
  public Column keyColumn() {
    return Columns.ID;
  }

  @Override
  public PatrolUnit read(RegistryRow row, RegistrySecrets.Collector secrets) {
    return new PatrolUnit(
        row.identifier(Columns.ID),
        row.text(Columns.NAME),
        row.oneOf(KIND, PatrolUnit.Kind.values(), PatrolUnit.Kind.FOOT),
        row.districtCode(Columns.DISTRICT),
        Columns.orNowhere(row.position(Columns.LATITUDE, Columns.LONGITUDE)),
        row.phone(PHONE));
  }

  @Override
  public String district(PatrolUnit row, Registry registry) {
    return row.district();
  }

  @Override
  public List<String> write(PatrolUnit row) {
    return List.of(
        row.id(),
        Columns.text(row.name()),
        RegistryRow.wireName(row.kind()),
        row.district(),
        Columns.number(row.home().latitude()),
        Columns.number(row.home().longitude()),
        row.phone());
  }
}
