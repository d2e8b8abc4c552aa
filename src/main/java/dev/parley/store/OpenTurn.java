package dev.parley.store;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;

/** A turn in progress, and how far it was when that was last stored. */
public record OpenTurn(Turn turn, TurnProgress progress) {}
