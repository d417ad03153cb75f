package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code contacts.csv}. */
final class ContactTable implements Table<Contact> {

  static final Column SITE = Column.required("site", "the id of a row in sites.csv");
  private static final Column ORDER =
      Column.required("order", "1 for whom to call first, 2 for the next");
  private static final Column NAME = Column.required("name", "the person's name");
  private static final Column ROLE =
      Column.optional("role", "gate guard, guardian, neighbour, responsible officer or such");
  private static final Column PHONE =
      Column.required("phone", "the number, of digits, spaces and + - ( ) * #");

  @Override
  public String name() {
    return "contacts";
  }

  @Override
  public List<Column> columns() {
    return List.of(SITE, ORDER, NAME, ROLE, PHONE);
  }

  @Override
  public String key(Contact row) {
    return row.site().isEmpty() || row.order() < 1 ? "" : row.site() + " " + row.order();
  }

  @Override
  public Column keyColumn() {
    return ORDER;
  }

  @Override
  public Contact read(RegistryRow row, RegistrySecrets.Collector secrets) {
    Integer order = row.wholeNumber(ORDER, 1, 99);
    return new Contact(
        row.identifier(SITE),
        order == null ? 0 : order,
        row.text(NAME),
        row.text(ROLE),
        row.phone(PHONE));
  }

  @Override
  public String district(Contact row, Registry registry) {
    return registry.site(row.site()).orElseThrow().district();
  }

  @Override
  public List<String> write(Contact row) {
    return List.of(
        row.site(),
        Columns.plain(row.order()),
        Columns.text(row.name()),
        Columns.text(row.role()),
        row.phone());
  }
}
