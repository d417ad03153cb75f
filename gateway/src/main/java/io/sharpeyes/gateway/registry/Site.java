package io.sharpeyes.gateway.registry;

/**
 * A place that has buttons: a school, household, shop, clinic, junction …
 *
 * @param id identifier
 * @param name its name
 * @param kind {@code school}, {@code household}, {@code shop}, {@code clinic}, {@code junction} …
 * @param district the code of its district
 * @param position WGS 84
 * @param address in words; empty if unknown
 * @param accessNotes how to get in; shown only in the site's open incidents
 */
public record Site(
    String id,
    String name,
    String kind,
    String district,
    Position position,
    String address,
    String accessNotes) {}
