/**
 * The HTTP routes, contract-first from {@code openapi.yaml}: one small class per resource. Knows
 * everything that can be asked and done; nothing knows it but the list of what starts.
 */
@NullMarked
package io.sharpeyes.gateway.api;

import org.jspecify.annotations.NullMarked;
