package dev.parley.cluster;

/**
 * A node that holds a lease.
 *
 * @param ready whether rooms are placed on it: not yet while it warms up, no more while it drains
 * @param gateways how many it has
 */
public record LiveNode(String node, boolean ready, int gateways) {}
