package dev.parley.store;

import java.util.List;

/**
 * A room as its new owner finds it.
 *
 * @param epoch what every append must carry
 * @param seq the last event's, 0 when there is none
 * @param turns answers that were in progress, each with its raised attempt
 * @param takenOver whether somebody else had it and did not give it back: who was there then may be gone
 */
public record Claim(long epoch, long seq, List<OpenTurn> turns, boolean takenOver) {}
