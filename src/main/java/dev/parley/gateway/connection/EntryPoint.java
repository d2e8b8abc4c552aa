package dev.parley.gateway.connection;

import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.RoomName;

/** By which door a connection came: it decides which room a frame means. */
public enum EntryPoint {
    /** Parley's own: no room is {@code main}. */
    SOCKET {
        @Override
        String room(String room, String conversation) {
            return room != null ? room : conversation != null ? conversation : RoomName.DEFAULT;
        }
    },
    /**
     * The original pattern's, where one object serves one user: no room is that user's own with the assistant, and
     * so is the conversation {@code main}.
     */
    CHAT {
        @Override
        String room(String room, String conversation) {
            if (room != null) {
                return room;
            }
            // As in the original, whose conversationId is "main" where none is given.
            boolean first = conversation == null || conversation.equals(RoomName.DEFAULT);
            return first ? AssistantRooms.MINE : AssistantRooms.MINE + ":" + conversation;
        }
    };

    abstract String room(String room, String conversation);

    /** The room's stored name. Throws {@code bad_frame}. */
    public String resolve(String room, String conversation, String user) {
        String resolved = AssistantRooms.resolve(room(room, conversation), user);
        if (!RoomName.isValid(resolved)) {
            throw Code.BAD_FRAME.refuse(
                    "room must be 1–128 of A-Z a-z 0-9 . _ : -, not starting with a dot, not ending in .events");
        }
        return resolved;
    }
}
