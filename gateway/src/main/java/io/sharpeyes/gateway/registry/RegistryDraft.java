package io.sharpeyes.gateway.registry;

import java.util.List;
import java.util.Optional;

/** A registry being put together: what was there before, and over it what an import says. */
final class RegistryDraft {

  final Rows<District> districts;
  final Rows<Site> sites;
  final Rows<Contact> contacts;
  final Rows<Checkpoint> checkpoints;
  final Rows<Device> devices;
  final Rows<Camera> cameras;
  final Rows<PatrolUnit> units;
  final Rows<Person> people;

  RegistryDraft(Registry before) {
    districts = new Rows<>(new DistrictTable(), before.districts());
    sites = new Rows<>(new SiteTable(), before.sites());
    contacts = new Rows<>(new ContactTable(), before.contacts());
    checkpoints = new Rows<>(new CheckpointTable(), before.checkpoints());
    devices = new Rows<>(new DeviceTable(), before.devices());
    cameras = new Rows<>(new CameraTable(), before.cameras());
    units = new Rows<>(new UnitTable(), before.units());
    people = new Rows<>(new PersonTable(), before.people());
  }

  /** All tables, in the order in which one refers to another. */
  List<Rows<?>> tables() {
    return List.of(districts, sites, contacts, checkpoints, devices, cameras, units, people);
  }

  Optional<Rows<?>> table(String name) {
    return tables().stream().filter(rows -> rows.table.name().equals(name)).findFirst();
  }

  Registry toRegistry() {
    return new Registry(
        districts.values(),
        sites.values(),
        contacts.values(),
        checkpoints.values(),
        devices.values(),
        cameras.values(),
        units.values(),
        people.values());
  }
}
