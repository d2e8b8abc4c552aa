package dev.parley.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Computes which of the nodes that hold a lease form the cluster when not all of them reach each other: the largest set
 * in which every node reaches every other; of several as large, the one whose names come first. Each node computes the
 * same from the same leases, whatever it reaches itself: the store arbitrates. Pure.
 */
final class LargestClique {
    /** What is wrong with a network may make the search long; beyond this the best that was found counts. */
    private static final int STEPS_MAX = 50_000;

    private final List<LiveNode> nodes;
    private List<Integer> best = List.of();
    private int steps;

    private LargestClique(Collection<LiveNode> live) {
        TreeMap<String, LiveNode> byName = new TreeMap<>();
        live.forEach(node -> byName.put(node.node(), node));
        nodes = List.copyOf(byName.values());
    }

    /** The names of the nodes in it. */
    static Set<String> of(Collection<LiveNode> live) {
        LargestClique largestClique = new LargestClique(live);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < largestClique.nodes.size(); i++) {
            all.add(i);
        }
        largestClique.search(List.of(), all);
        Set<String> names = new HashSet<>();
        largestClique.best.forEach(i -> names.add(largestClique.nodes.get(i).node()));
        return names;
    }

    /** In the order of names, so that the first of the largest is found first. */
    private void search(List<Integer> chosen, List<Integer> candidates) {
        if (chosen.size() > best.size()) {
            best = chosen;
        }
        for (int at = 0; at < candidates.size(); at++) {
            if (chosen.size() + candidates.size() - at <= best.size() || steps++ > STEPS_MAX) {
                return;
            }
            int next = candidates.get(at);
            List<Integer> more = new ArrayList<>(chosen);
            more.add(next);
            List<Integer> left = candidates.subList(at + 1, candidates.size()).stream()
                    .filter(other -> reachEachOther(nodes.get(next), nodes.get(other)))
                    .toList();
            search(more, left);
        }
    }

    private static boolean reachEachOther(LiveNode one, LiveNode other) {
        return one.mayReach(other.node()) && other.mayReach(one.node());
    }
}
