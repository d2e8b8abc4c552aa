/**
 * What the parts of Parley say to each other and to the world: ids, codes, frames of the contract, commands and events
 * of the inside. Sealed records, no behaviour but checking and rendering.
 *
 * <p>Who uses it: everybody; gateway, room and AI meet only here. What it promises: records are immutable, a parsed frame
 * is a valid one. Limits: those of {@code config.Limits}, checked where the frame comes in.
 */
@CheckReturnValue
package dev.parley.protocol;

import com.google.errorprone.annotations.CheckReturnValue;
