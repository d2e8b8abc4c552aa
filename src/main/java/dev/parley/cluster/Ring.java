package dev.parley.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Computes the node that a room belongs to, by rendezvous hashing (highest random weight, Thaler and Ravishankar 1998)
 * over the nodes that take rooms. Every node computes the same from the same set; when a node comes or goes only its
 * own share of the rooms moves. Pure and immutable.
 */
public final class Ring {
    private final String[] nodes;
    private final long[] hashes;

    public Ring(Collection<String> members) {
        SortedSet<String> sorted = new TreeSet<>(members);
        nodes = sorted.toArray(String[]::new);
        hashes = sorted.stream().mapToLong(Ring::hash).toArray();
    }

    /** The node of a room; nobody when no node takes rooms. */
    public Optional<String> owner(String room) {
        long of = hash(room);
        String best = null;
        long most = 0;
        for (int i = 0; i < nodes.length; i++) {
            long weight = mix(of ^ hashes[i]);
            if (best == null || Long.compareUnsigned(weight, most) > 0) {
                best = nodes[i];
                most = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    public boolean isOwner(String node, String room) {
        return owner(room).filter(node::equals).isPresent();
    }

    /** All of them, in order. */
    public List<String> nodes() {
        return List.of(nodes);
    }

    public boolean contains(String node) {
        for (String each : nodes) {
            if (each.equals(node)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ring ring && Arrays.equals(nodes, ring.nodes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nodes);
    }

    @Override
    public String toString() {
        return Arrays.toString(nodes);
    }

    /** FNV-1a, 64 bits: the same in every JVM. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64: spreads what differs in few bits over all of them. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
