package dev.parley.capability;

import java.util.List;

/**
 * The migrations of a capability, oldest first: resources with SQL. What was released never changes; new ones only add.
 *
 * @param sqlite for SQLite
 * @param postgres for Postgres
 */
public record Migrations(List<String> sqlite, List<String> postgres) {
    /** Of a capability without tables. */
    public static final Migrations NONE = new Migrations(List.of(), List.of());
}
