package io.sharpeyes.gateway.registry;

/**
 * Somebody to call about a site; shown only in the site's open incidents.
 *
 * @param site the site's id
 * @param order whom to call first; 1 is first
 * @param name the person's name
 * @param role gate guard, guardian, neighbour, responsible officer …
 * @param phone the number
 */
public record Contact(String site, int order, String name, String role, String phone) {}
