package dev.parley.gateway.session;

import dev.parley.protocol.AssistantRooms;
import dev.parley.protocol.Code;
import dev.parley.protocol.RoomName;

/** By which door a connection came: it decides which room a frame means. */
public enum Door {
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
            return first ? OWN : OWN + ":" + conversation;
        }
    };

    private static final String OWN = "assistant:me";

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
