package io.sharpeyes.gateway.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code people.csv}. */
final class PersonTable implements Table<Person> {

  private static final Column USER =
      Column.required("user", "a user name of A-Z a-z 0-9 . _ : -, at most 64 characters");
  private static final Column NAME = Column.required("name", "the person's name");
  private static final Column ROLE =
      Column.required("role", "dispatcher, patrol, maintenance, head, admin or site");
  static final Column UNIT =
      Column.optional("unit", "the id of a row in units.csv; for the role patrol only");
  static final Column SITE =
      Column.optional("site", "the id of a row in sites.csv; for the role site only");
  private static final Column PASSWORD = Column.secret("password", "the person's password");

  @Override
  public String name() {
    return "people";
  }

  @Override
  public List<Column> columns() {
    return List.of(USER, NAME, ROLE, Columns.DISTRICT, UNIT, SITE, PASSWORD);
  }

  @Override
  public String key(Person row) {
    return row.user();
  }

  @Override
  public Column keyColumn() {
    return USER;
  }

  @Override
  public Person read(RegistryRow row, RegistrySecrets.Collector secrets) {
    Person person =
        new Person(
            row.identifier(USER),
            row.text(NAME),
            row.oneOf(ROLE, Person.Role.values(), Person.Role.DISPATCHER),
            row.districtCode(Columns.DISTRICT),
            row.identifierOrNull(UNIT),
            row.identifierOrNull(SITE));
    secrets.person(person.user(), row.secret(PASSWORD));
    checkBelongs(row, UNIT, person.role() == Person.Role.PATROL, person.unit());
    checkBelongs(row, SITE, person.role() == Person.Role.SITE, person.site());
    return person;
  }

  private static void checkBelongs(
      RegistryRow row, Column column, boolean needed, @Nullable String value) {
    if (needed && value == null) {
      row.problem(column, "the cell is empty", "Write " + column.expects() + ".");
    } else if (!needed && value != null) {
      row.problem(column, "this role has none", "Empty the cell, or correct the role.");
    }
  }

  @Override
  public String district(Person row, Registry registry) {
    return row.district();
  }

  @Override
  public List<String> write(Person row) {
    return List.of(
        row.user(),
        Columns.text(row.name()),
        RegistryRow.wireName(row.role()),
        row.district(),
        Columns.plain(row.unit()),
        Columns.plain(row.site()),
        "");
  }
}
