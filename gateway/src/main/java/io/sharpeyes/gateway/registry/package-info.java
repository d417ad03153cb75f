/**
 * What stands where and who is who: districts, sites, devices, cameras, units, people, as one
 * immutable snapshot that is swapped whole. Knows nothing of incidents.
 */
@NullMarked
package io.sharpeyes.gateway.registry;

import org.jspecify.annotations.NullMarked;
