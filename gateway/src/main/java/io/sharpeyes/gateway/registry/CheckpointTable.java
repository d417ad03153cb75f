package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code checkpoints.csv}. */
final class CheckpointTable implements Table<Checkpoint> {

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public List<Column> columns() {
    return List.of(Columns.ID, Columns.NAME, Columns.DISTRICT, Columns.LATITUDE, Columns.LONGITUDE);
  }

  @Override
  public String key(Checkpoint row) {
    return row.id();
  }

  @Override
  public Column keyColumn() {
    return Columns.ID;
  }

  @Override
  public Checkpoint read(RegistryRow row, RegistrySecrets.Collector secrets) {
    return new Checkpoint(
        row.identifier(Columns.ID),
        row.text(Columns.NAME),
        row.districtCode(Columns.DISTRICT),
        Columns.orNowhere(row.position(Columns.LATITUDE, Columns.LONGITUDE)));
  }

  @Override
  public String district(Checkpoint row, Registry registry) {
    return row.district();
  }

  @Override
  public List<String> write(Checkpoint row) {
    return List.of(
        row.id(),
        Columns.text(row.name()),
        row.district(),
        Columns.number(row.position().latitude()),
        Columns.number(row.position().longitude()));
  }
}
