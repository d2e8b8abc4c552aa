package dev.parley.store;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;

/** A turn in progress, with its progress as it was last stored. */
public record OpenTurn(Turn turn, TurnProgress progress) {}
