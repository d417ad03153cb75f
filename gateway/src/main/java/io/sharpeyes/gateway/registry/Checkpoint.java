package io.sharpeyes.gateway.registry;

/**
 * A place where a road can be closed: what a cordon (封控圈) is made of.
 *
 * @param id identifier
 * @param name its name
 * @param district the code of its district
 * @param position WGS 84
 */
public record Checkpoint(String id, String name, String district, Position position) {}
