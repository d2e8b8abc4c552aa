/**
 * The nouns of Parley: events, turns, authors, rooms' names, roles, and the table of refusal codes.
 *
 * <p>Immutable values that check themselves. Every other package uses them; they use nothing but {@code json}. Limits
 * of sizes stand in {@code config.Limits} and are checked where a value comes in.
 */
@CheckReturnValue
package dev.parley.model;

import com.google.errorprone.annotations.CheckReturnValue;
