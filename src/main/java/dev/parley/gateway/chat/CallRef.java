package dev.parley.gateway.chat;

/** A call of a tool beyond its turn: {@code turn/call}. A turn's id has no slash. */
record CallRef(String turn, String call) {

    /** Null when the text is none; no id has a NUL, which not every store can keep. */
    static CallRef of(String text) {
        int slash = text.indexOf('/');
        return slash < 1 || slash == text.length() - 1 || text.indexOf('\0') >= 0
                ? null
                : new CallRef(text.substring(0, slash), text.substring(slash + 1));
    }

    String text() {
        return turn + "/" + call;
    }
}
