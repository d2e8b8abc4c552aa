package dev.parley.ai;

import dev.parley.ai.provider.AiProvider;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider whose answers a test leads, on the context of the AI verticle. */
final class ScriptedProvider implements AiProvider {
    private final BlockingQueue<Started> started = new LinkedBlockingQueue<>();

    /** An answer that was asked for. */
    static final class Started implements Call {
        final Prompt prompt;
        final Sink sink;
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        Started(Prompt prompt, Sink sink) {
            this.prompt = prompt;
            this.sink = sink;
        }

        @Override
        public void cancel() {
            told.add("cancel");
        }

        @Override
        public void pause() {
            told.add("pause");
        }

        @Override
        public void resume() {
            told.add("resume");
        }

        /** What the verticle told it next. */
        String told() throws InterruptedException {
            return told.poll(20, TimeUnit.SECONDS);
        }
    }

    @Override
    public Call start(Prompt prompt, Sink sink) {
        Started call = new Started(prompt, sink);
        started.add(call);
        return call;
    }

    Started next() throws InterruptedException {
        return started.poll(20, TimeUnit.SECONDS);
    }

    boolean wasAsked() {
        return !started.isEmpty();
    }
}
