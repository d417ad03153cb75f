package io.sharpeyes.gateway.incident;

import org.jspecify.annotations.Nullable;

/**
 * Where it is: the site as it stood in the registry at the press, and the position that counts.
 *
 * @param site the site's id
 * @param siteName its name
 * @param siteKind school, household …
 * @param district the code of its district
 * @param districtName its district's name
 * @param latitude WGS 84: the phone's own, else the device's, else the site's
 * @param longitude likewise
 * @param accuracyM metres, or null for a fixed device
 * @param address in words; empty if unknown
 */
public record Place(
    String site,
    String siteName,
    String siteKind,
    String district,
    String districtName,
    double latitude,
    double longitude,
    @Nullable Double accuracyM,
    String address) {}
