/**
 * Parley: chat rooms shared by people and AI, on one node or as a cluster.
 *
 * <p>Read {@link dev.parley.Node} first: it makes every part of a node, hands each what it needs, and lists the order
 * in which the parts start; {@link dev.parley.Parts} stops them in the opposite order. {@link dev.parley.NodeVerticle}
 * is the node as Vert.x sees it. Then follow a message: {@code gateway} sends commands to {@code room} (the rules),
 * which appends to {@code store} and publishes what is durable; {@code ai} streams answers into rooms. {@code messages}
 * is what these say to each other, {@code contract} what they say to the world, {@code model} the nouns of both. Arrows
 * point down, and ArchitectureTest checks them; {@code src/docs/architecture.md} tells the whole story.
 *
 * <p>Who calls it: the process ({@link dev.parley.Main}), and {@code api} for programs that embed a node ({@link
 * dev.parley.Embedding}). What it promises: a start that failed leaves nothing behind; a stop ends rooms, assistants
 * and the store in that order. Limits: {@code config.Limits}.
 */
@CheckReturnValue
package dev.parley;

import com.google.errorprone.annotations.CheckReturnValue;
