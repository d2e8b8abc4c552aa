package dev.parley.capability;

/** Something that a capability adds to its node, and whose it is. */
public record Owned<T>(Capability capability, T what) {}
