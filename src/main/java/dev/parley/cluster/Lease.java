package dev.parley.cluster;

import java.time.Instant;
import java.util.List;

/**
 * What the store answers to a renewal.
 *
 * @param live who holds a lease, whoever asked among them
 * @param storeTime the store's clock
 */
public record Lease(List<LiveNode> live, Instant storeTime) {}
