package io.sharpeyes.gateway.registry;

import org.jspecify.annotations.Nullable;

/**
 * A district (辖区): a node of the administrative tree.
 *
 * @param code 12-digit administrative code, or a finer grid code below it
 * @param name its name
 * @param parent the code of the district above, or null for the root
 */
public record District(String code, String name, @Nullable String parent) {}
