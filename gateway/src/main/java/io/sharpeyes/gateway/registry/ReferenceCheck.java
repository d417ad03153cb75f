package io.sharpeyes.gateway.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what points nowhere or in a circle, over all tables of a draft. */
final class ReferenceCheck {

  private static final int DEEPEST = 16;

  private final RegistryDraft draft;
  private final RegistryProblems problems;

  ReferenceCheck(RegistryDraft draft, RegistryProblems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    check(draft.districts, DistrictTable.PARENT, District::parent, draft.districts);
    checkTree();
    check(draft.sites, Columns.DISTRICT, Site::district, draft.districts);
    check(draft.contacts, ContactTable.SITE, Contact::site, draft.sites);
    check(draft.checkpoints, Columns.DISTRICT, Checkpoint::district, draft.districts);
    check(draft.devices, DeviceTable.SITE, Device::site, draft.sites);
    check(draft.cameras, Columns.DISTRICT, Camera::district, draft.districts);
    check(draft.cameras, CameraTable.SITE, Camera::site, draft.sites);
    check(draft.units, Columns.DISTRICT, PatrolUnit::district, draft.districts);
    check(draft.people, Columns.DISTRICT, Person::district, draft.districts);
    check(draft.people, PersonTable.UNIT, Person::unit, draft.units);
    check(draft.people, PersonTable.SITE, Person::site, draft.sites);
  }

  private <T> void check(
      Rows<T> rows, Column column, Function<T, @Nullable String> reference, Rows<?> target) {
    for (Rows.Entry<T> entry : rows.entries()) {
      String key = reference.apply(entry.value());
      if (key != null && !key.isEmpty() && !target.has(key)) {
        String table = target.table.name();
        add(
            rows,
            entry,
            column,
            RegistryRow.quoted(key) + " is not among the " + table,
            "Correct it, or add it to " + table + ".csv.");
      }
    }
  }

  private void checkTree() {
    Map<String, Integer> depths = new HashMap<>();
    for (Rows.Entry<District> entry : draft.districts.entries()) {
      if (depth(entry.value().code(), depths) > DEEPEST) {
        add(
            draft.districts,
            entry,
            DistrictTable.PARENT,
            "the district lies below itself, or over " + DEEPEST + " districts deep",
            "Follow the parents upward and correct the wrong one.");
      }
    }
  }

  /** How many districts there are from this one to the topmost; a lot for a circle. */
  private int depth(String code, Map<String, Integer> depths) {
    Deque<String> way = new ArrayDeque<>();
    String at = code;
    while (at != null && !depths.containsKey(at) && way.size() <= DEEPEST) {
      way.push(at);
      Rows.Entry<District> district = draft.districts.entry(at);
      at = district == null ? null : district.value().parent();
    }
    int depth = at == null ? 0 : depths.getOrDefault(at, DEEPEST + 1);
    while (!way.isEmpty()) {
      depth = Math.min(depth + 1, DEEPEST + 1);
      depths.put(way.pop(), depth);
    }
    return depths.getOrDefault(code, depth);
  }

  private <T> void add(
      Rows<T> rows, Rows.Entry<T> entry, Column column, String message, String mend) {
    String file = entry.file();
    if (file != null) {
      problems.add(file, entry.line(), column.name(), message, mend);
    } else {
      String stored = "registry, " + rows.table.name() + " " + rows.table.key(entry.value());
      problems.add(stored, 0, column.name(), message, mend);
    }
  }
}
