package dev.parley.capability;

import dev.parley.cluster.ClusterLevel;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What the open capabilities of a node add to it; no two of them the same frame or route. Immutable; for any thread.
 */
public final class Contributions {
    /** Of a node without capabilities. */
    public static final Contributions NONE = new Contributions(List.of(), Set.of(), () -> 0);

    private final IntSupplier level;
    private final List<Owned<HttpRoute>> routes = new ArrayList<>();
    private final List<Owned<CapabilityPart>> parts = new ArrayList<>();
    private final Map<String, Owned<FrameType>> frames = new HashMap<>();
    private final Map<String, Owned<RoomRules<?>>> rules = new HashMap<>();
    private final Map<String, Owned<Mailbox>> mailboxes = new HashMap<>();

    /**
     * Throws when two capabilities add the same, or one adds what the core has.
     *
     * @param coreFrames types of frames that the core has
     * @param level what every node of the cluster has reached
     */
    public Contributions(List<Owned<Contribution>> all, Set<String> coreFrames, IntSupplier level) {
        this.level = level;
        Set<String> paths = new HashSet<>();
        for (Owned<Contribution> each : all) {
            Capability capability = each.capability();
            Contribution contribution = each.what();
            for (FrameType frame : contribution.frames()) {
                if (coreFrames.contains(frame.type())
                        || frames.put(frame.type(), new Owned<>(capability, frame)) != null) {
                    throw twice(capability, "the type of frames " + frame.type());
                }
            }
            for (HttpRoute route : contribution.routes()) {
                if (!paths.add(shape(route.method(), route.path()))) {
                    throw twice(capability, "the route " + route.method() + " " + route.path());
                }
                routes.add(new Owned<>(capability, route));
            }
            if (capability.level() < ClusterLevel.CAPABILITIES.number()
                    && (contribution.rooms().isPresent()
                            || contribution.mailbox().isPresent())) {
                throw new IllegalArgumentException("the capability " + capability.name()
                        + " speaks to other nodes: it needs level " + ClusterLevel.CAPABILITIES.number());
            }
            contribution.parts().forEach(part -> parts.add(new Owned<>(capability, part)));
            contribution.rooms().ifPresent(own -> rules.put(capability.name(), new Owned<>(capability, own)));
            contribution.mailbox().ifPresent(own -> mailboxes.put(capability.name(), new Owned<>(capability, own)));
        }
    }

    private static IllegalArgumentException twice(Capability capability, String what) {
        return new IllegalArgumentException(
                "the capability " + capability.name() + " adds " + what + ", which is there already");
    }

    /** Parameters of other names make no other path. */
    private static String shape(HttpMethod method, String path) {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    /** Their routes, in their order. */
    public List<Owned<HttpRoute>> routes() {
        return List.copyOf(routes);
    }

    /** Their parts that start at this place, in their order. */
    public List<Owned<CapabilityPart>> parts(CapabilityPart.Place place) {
        return parts.stream().filter(part -> part.what().place() == place).toList();
    }

    /** The types of their frames. */
    public Set<String> frameTypes() {
        return Set.copyOf(frames.keySet());
    }

    /** Null when no capability has frames of this type. */
    public Owned<FrameType> frame(String type) {
        return frames.get(type);
    }

    /** What a capability decides in rooms. */
    public Optional<Owned<RoomRules<?>>> rules(String capability) {
        return Optional.ofNullable(rules.get(capability));
    }

    /** What all of them decide in rooms. */
    public Collection<Owned<RoomRules<?>>> allRules() {
        return Collections.unmodifiableCollection(rules.values());
    }

    /** Who hears what a capability says to itself. */
    public Optional<Owned<Mailbox>> mailbox(String capability) {
        return Optional.ofNullable(mailboxes.get(capability));
    }

    /** Throws {@code unavailable} while some node of the cluster is too old for it. */
    public void refuseUntilOn(Capability capability) {
        if (!isOn(capability)) {
            throw ClusterLevel.CURRENT.refusal();
        }
    }

    /** Whether every node of the cluster is new enough for it. */
    public boolean isOn(Capability capability) {
        return level.getAsInt() >= capability.level();
    }
}
