package io.sharpeyes.gateway.registry;

/** What an import does to rows that it doesn't name. */
public enum ImportMode {
  /** They stay. */
  MERGE,
  /** They go, from the tables of which the import has a file; other tables stay as they are. */
  REPLACE
}
