package dev.parley.gateway.chat;

import java.util.List;

/** What a front end wants with a chat: ask, decide on tools, or follow. */
sealed interface Intent {

    <R> R handledBy(Handler<R> handler);

    /** One method an intent. */
    interface Handler<R> {
        R ask(Ask intent);

        R decide(Decide intent);

        R follow(Follow intent);
    }

    /**
     * An answer to a message.
     *
     * @param id its idempotency key: with the same one the question is stored once; null for a new one
     * @param mentions names beside those in the text; null for none
     */
    record Ask(String id, String text, List<?> mentions) implements Intent {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.ask(this);
        }
    }

    /** The rest of an answer, after a person's decision on the tools it waits for. */
    record Decide(String turn, List<Decision> decisions) implements Intent {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.decide(this);
        }
    }

    /** The answer in progress, if there is one. */
    record Follow() implements Intent {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.follow(this);
        }
    }

    /** Whether one call may be made. */
    record Decision(String call, boolean allow) {}
}
