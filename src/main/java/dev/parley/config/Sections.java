package dev.parley.config;

import java.util.Map;

/** What the configuration says in the sections of capabilities, as {@link Section} tells. Immutable. */
public final class Sections {
    /** Of a node without such sections. */
    public static final Sections NONE = new Sections(Map.of());

    private final Map<Class<?>, Record> byType;

    /** Each record under its class. */
    public Sections(Map<Class<?>, Record> byType) {
        this.byType = Map.copyOf(byType);
    }

    /** The section that fills this record. Throws when none does. */
    public <C extends Record> C get(Class<C> type) {
        Record found = byType.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no section of the configuration fills " + type.getName());
        }
        return type.cast(found);
    }
}
