/**
 * Proof of the guarantees (PROTOCOL 7) under faults. A {@link dev.parley.fault.swarm.Swarm} of clients talks while a {@link
 * dev.parley.fault.Plan} kills, freezes, cuts and restarts the {@link dev.parley.fault.nodes.Nodes}; everything that the
 * clients sent and saw is kept as {@link dev.parley.fault.history.Observation}s, and the {@link
 * dev.parley.fault.checker.Checker} compares them with what is stored once all is quiet. A seed decides all that is left to
 * chance; the nodes' logs are in {@code target/fault-logs}.
 */
package dev.parley.fault;
