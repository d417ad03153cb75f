package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of the registry that lies in a district and all below it. Pure. */
final class DistrictRegistry {

  private DistrictRegistry() {}

  static Registry of(Registry whole, String district) {
    Set<String> sites =
        whole.sites().stream()
            .filter(site -> whole.isWithin(site.district(), district))
            .map(Site::id)
            .collect(Collectors.toSet());
    return new Registry(
        whole.districts().stream()
            .filter(one -> whole.isWithin(one.code(), district))
            // What is above it isn't there.
            .map(
                one -> one.code().equals(district) ? new District(district, one.name(), null) : one)
            .toList(),
        whole.sites().stream().filter(site -> sites.contains(site.id())).toList(),
        whole.contacts().stream().filter(contact -> sites.contains(contact.site())).toList(),
        whole.checkpoints().stream()
            .filter(one -> whole.isWithin(one.district(), district))
            .toList(),
        whole.devices().stream().filter(device -> sites.contains(device.site())).toList(),
        whole.cameras().stream()
            .filter(camera -> whole.isWithin(camera.district(), district))
            .toList(),
        whole.units().stream().filter(unit -> whole.isWithin(unit.district(), district)).toList(),
        whole.people().stream()
            .filter(person -> whole.isWithin(person.district(), district))
            .toList());
  }
}
