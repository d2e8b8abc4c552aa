/**
 * Which nodes there are, and on which of them a room lives.
 *
 * <p>What it is: {@link dev.parley.cluster.LeaseKeeper} renews this node's lease in the store and reads which nodes
 * hold one, with {@link dev.parley.cluster.RenewalLoop} and {@link dev.parley.cluster.PeerProbe}; {@link
 * dev.parley.cluster.Quorum} and {@link dev.parley.cluster.Readiness} decide whether it hosts rooms and serves clients.
 * {@link dev.parley.cluster.Membership} is what this node knows of the cluster, its {@link
 * dev.parley.cluster.ClusterView} a snapshot, its {@link dev.parley.cluster.Ring} the function from a room to its node;
 * {@link dev.parley.cluster.RoomDirectory} has a room loaded there; {@link dev.parley.cluster.ClusteredVertx} joins
 * Hazelcast and the event bus and computes where messages go. Who calls it: the node's wiring makes it; rooms and
 * gateways ask it, and watch it. The store implements {@link dev.parley.cluster.Leases}.
 * Nodes of different builds may be beside each other: {@link dev.parley.cluster.ClusterLevel} is what all can deal with.
 *
 * <p>What it promises: the same ring on all nodes that read the same leases; a node whose lease was not renewed for
 * {@code cluster.stopAfter} knows it by its own clock; the number of registrations grows neither with rooms nor with
 * clients. It promises nothing about who may write: that is the store's epoch. Limits: {@code config.ClusterConfig}. A
 * node without others has a {@code Membership} too, in which it owns every room. {@code src/docs/architecture.md}
 * explains the whole.
 */
@CheckReturnValue
package dev.parley.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
