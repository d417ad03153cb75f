package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code sites.csv}. */
final class SiteTable implements Table<Site> {

  private static final Column KIND =
      Column.required("kind", "school, household, shop, clinic, junction or another such word");
  private static final Column ADDRESS = Column.optional("address", "the address in words");
  private static final Column ACCESS_NOTES = Column.optional("accessNotes", "how to get in");

  @Override
  public String name() {
    return "sites";
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
        ADDRESS,
        ACCESS_NOTES);
  }

  @Override
  public String key(Site row) {
    return row.id();
  }

  @Override
  public Column keyColumn() {
    return Columns.ID;
  }

  @Override
  public Site read(RegistryRow row, RegistrySecrets.Collector secrets) {
    return new Site(
        row.identifier(Columns.ID),
        row.text(Columns.NAME),
        row.word(KIND),
        row.districtCode(Columns.DISTRICT),
        Columns.orNowhere(row.position(Columns.LATITUDE, Columns.LONGITUDE)),
        row.text(ADDRESS),
        row.text(ACCESS_NOTES));
  }

  @Override
  public String district(Site row, Registry registry) {
    return row.district();
  }

  @Override
  public List<String> write(Site row) {
    return List.of(
        row.id(),
        Columns.text(row.name()),
        row.kind(),
        row.district(),
        Columns.number(row.position().latitude()),
        Columns.number(row.position().longitude()),
        Columns.text(row.address()),
        Columns.text(row.accessNotes()));
  }
}
