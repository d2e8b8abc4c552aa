/**
 * The seam between a node and its capabilities: what a capability tells a node, and what it gets.
 *
 * <p>A capability is one folder, {@code capability.<name>}, and one line in the wiring ({@code dev.parley.Node}). It is
 * a {@link dev.parley.capability.Capability} that describes it; {@code open} of that gets {@link
 * dev.parley.capability.CapabilityServices} and returns a {@link dev.parley.capability.Contribution}: routes, frames,
 * rules in rooms, messages between nodes, parts to start and stop. Nothing else in a node names it, and
 * ArchitectureTest checks that.
 *
 * <p>Who calls it: the wiring opens capabilities; {@code gateway} serves their routes and frames, {@code room} has
 * their rules decide, {@code metrics} implements their meters. What it promises: names, types, routes and tables are
 * checked before anything is served; a rule that fails costs its sender one reply and the room nothing.
 *
 * <p>The record is not typed by its configuration: a capability asks its services for the one record it knows, and no
 * list of capabilities needs wildcards. What decides in a room returns the next state instead of changing one: so there
 * is nothing to undo when a commit fails. Left out on purpose: effects as plug-ins, capabilities found on the class
 * path, dependency injection, a bus for events of capabilities, tables of versions with dependencies.
 */
@CheckReturnValue
package dev.parley.capability;

import com.google.errorprone.annotations.CheckReturnValue;
