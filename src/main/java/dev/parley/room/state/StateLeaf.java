package dev.parley.room.state;

/**
 * A value that is replaced as a whole: a string, a number, a truth value, an array. Immutable.
 *
 * @param json its text, without white space between the tokens
 */
record StateLeaf(String json, long size) implements StateNode {
    /** In a patch it removes a member; no state has it but within arrays. */
    static final StateLeaf NULL = new StateLeaf("null", 4);

    StateLeaf(String json) {
        this(json, JsonText.size(json));
    }

    @Override
    public void write(StringBuilder out) {
        out.append(json);
    }
}
