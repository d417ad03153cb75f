/**
 * What happens to pictures once they are taken: where they lie, what proves that they are whole,
 * how long they are kept, and the package in which an incident leaves the house. Knows the journal,
 * the audit and whose keys sign; no HTTP, and of cameras only their names.
 */
@NullMarked
package io.sharpeyes.gateway.evidence;

import org.jspecify.annotations.NullMarked;
