/**
 * Parley: chat rooms shared by people and AI, on one node or as a cluster.
 *
 * <p>Read {@link dev.parley.Node} first: it makes every part of a node and hands each what it needs. Then follow a message:
 * {@code gateway} (the doors) sends commands to {@code room} (the rules), which appends to {@code store} and publishes what
 * is durable; {@code ai} streams answers into rooms. {@code messages}, {@code contract} and {@code model} are what these say to each other and to the
 * world. Arrows point down, and ArchitectureTest checks them; {@code src/docs/architecture.md} tells the whole story.
 */
@CheckReturnValue
package dev.parley;

import com.google.errorprone.annotations.CheckReturnValue;
