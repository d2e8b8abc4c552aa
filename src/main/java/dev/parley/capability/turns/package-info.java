/**
 * The turns of assistants over HTTP: {@code /api/rooms/{room}/turns} and {@code /api/usage}.
 *
 * <p>A capability without tables of its own: rooms store the turns, and it reads them from {@link
 * dev.parley.store.TurnStore}. Limits: the page sizes in each class.
 */
@CheckReturnValue
package dev.parley.capability.turns;

import com.google.errorprone.annotations.CheckReturnValue;
