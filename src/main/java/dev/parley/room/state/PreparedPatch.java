package dev.parley.room.state;

/**
 * A patch that was found to be possible, and that changes something. Nothing is changed yet.
 *
 * @param snapshot the whole state with it, a JSON object's text; null unless it is time to store that
 */
public record PreparedPatch(MergePatch patch, String snapshot) {}
