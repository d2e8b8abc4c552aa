package dev.parley.capability;

import dev.parley.config.Section;
import dev.parley.store.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The capabilities of a node, no two of which have the same name or table. Immutable. */
public record Capabilities(List<Capability> all) {

    /** Throws when two of them cannot be in one node. */
    public Capabilities {
        all = List.copyOf(all);
        Set<String> names = new HashSet<>();
        Set<String> tables = new HashSet<>();
        for (Capability capability : all) {
            if (!names.add(capability.name())) {
                throw new IllegalArgumentException("two capabilities are called " + capability.name());
            }
            for (Table table : capability.tables()) {
                if (!tables.add(table.name())) {
                    throw new IllegalArgumentException("two capabilities have a table " + table.name());
                }
            }
        }
    }

    /** Their sections of the configuration. */
    public List<Section<?>> sections() {
        return all.stream()
                .<Section<?>>flatMap(capability -> capability.section().stream())
                .toList();
    }
}
