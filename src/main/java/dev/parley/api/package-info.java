/**
 * The stable API for programs in Java that use Parley.
 *
 * <p>What it is: {@link dev.parley.api.Parley} runs a node inside somebody's own Vert.x. Who calls it: programs outside
 * of this project, and its examples and tests; nothing inside uses it. What it promises: its signatures name types of
 * Vert.x and of Java alone, and from the first release on they change as Semantic Versioning says. Every other package
 * is the inside, and may change with each commit.
 */
@CheckReturnValue
package dev.parley.api;

import com.google.errorprone.annotations.CheckReturnValue;
