package dev.parley.cluster;

import java.time.Instant;
import java.util.List;

/**
 * What the store returns for a renewal: the nodes that hold a lease, and its clock. Immutable.
 *
 * @param live who holds a lease, whoever asked among them
 * @param storeTime the store's clock
 * @param level that the cluster has reached, see {@link ClusterLevel}
 */
public record Lease(List<LiveNode> live, Instant storeTime, int level) {}
