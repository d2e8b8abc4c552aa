package dev.parley.capability;

import dev.parley.cluster.ClusterLevel;
import dev.parley.config.Section;
import dev.parley.store.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Describes a capability: what a node must know of it before it starts, and {@code open}, which makes the rest.
 *
 * @param name letters and digits; also its section of the configuration, and the prefix of its meters
 * @param level the {@link ClusterLevel} that every node of a cluster needs; until then all that is sent to it is
 *     answered with {@code unavailable}
 * @param section what the configuration says about it; absent when there is nothing to say
 * @param migrations make its tables
 * @param tables those that commits of rooms write
 * @param api describes its routes and frames
 * @param open called once a node, before anything is served
 */
public record Capability(
        String name,
        int level,
        Optional<Section<?>> section,
        Migrations migrations,
        List<Table> tables,
        ApiResources api,
        Function<CapabilityServices, Contribution> open) {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,31}");

    public Capability {
        tables = List.copyOf(tables);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a capability: " + name);
        }
    }

    /** One without a section and tables, on once every node of the cluster has capabilities. */
    public static Capability of(String name, Function<CapabilityServices, Contribution> open) {
        int level = ClusterLevel.CAPABILITIES.number();
        return new Capability(name, level, Optional.empty(), Migrations.NONE, List.of(), ApiResources.NONE, open);
    }

    /** The same from this level of the cluster on. */
    public Capability withLevel(int needed) {
        return new Capability(name, needed, section, migrations, tables, api, open);
    }

    /** The same with a section of the configuration that fills this record; {@code defaults} is a resource. */
    public <C extends Record> Capability withConfig(Class<C> type, String defaults) {
        Section<C> own = new Section<>(name, type, defaults);
        return new Capability(name, level, Optional.of(own), migrations, tables, api, open);
    }

    /** The same with tables. */
    public Capability withTables(Migrations own, Table... written) {
        return new Capability(name, level, section, own, List.of(written), api, open);
    }

    /** The same with descriptions of its routes and frames. */
    public Capability withApi(ApiResources described) {
        return new Capability(name, level, section, migrations, tables, described, open);
    }
}
