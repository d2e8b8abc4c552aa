package dev.parley.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever follows an answer ends with exactly its text and its tools, wherever it came in and whatever it lost. */
class AnswerFollowerTest {
    private final Heard heard = new Heard();

    /** What a renderer is told. */
    private static final class Heard implements AnswerRenderer {
        private final List<String> all = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private int attempt;

        @Override
        public void onState(long seq, JsonObject state) {}

        @Override
        public void onStateChange(long seq, JsonObject patch) {}

        @Override
        public void onCustomEvent(AnswerFrame.Custom event) {}

        @Override
        public void onBegin(String turn, String assistant, ResumePoint resumePoint) {}

        @Override
        public void onAttempt(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onText(String piece, boolean held) {
            assertFalse(piece.isEmpty());
            text.append(piece);
            all.add((held ? "held " : "said ") + piece);
        }

        @Override
        public void onToolCall(ToolCall call, boolean held) {
            all.add((held ? "knew " : "called ") + call.call() + " "
                    + call.state().text() + " at " + text.length());
        }

        @Override
        public void onToolChange(ToolCall call) {
            all.add("changed " + call.call() + " " + call.state().text());
        }

        @Override
        public void onRestart() {
            text.setLength(0);
            all.add("restarted");
        }

        @Override
        public void onEnd(AnswerFrame.End end) {
            all.add("ended " + end.reason());
        }

        @Override
        public void onPause(List<ToolCall> waiting) {}

        @Override
        public void onBreak(String code, String text) {}

        @Override
        public List<String> take() {
            return List.of();
        }
    }

    private AnswerFollower track(ResumePoint resumePoint) {
        return new AnswerFollower(Answering.TURN, resumePoint, heard);
    }

    private static Answering longOne() {
        Answering answer = new Answering();
        for (int i = 0; i < 12; i++) {
            answer = answer.say(i % 3 == 0 ? "é👋" + i : " piece " + i);
            if (i == 4) {
                answer = answer.call("c1", State.RUNNING, null).call("c1", State.DONE, "sunny");
            }
        }
        return answer.end("done");
    }

    @Test
    void fromEveryPointOn() {
        Answering answer = longOne();
        for (int from = 0; from < answer.length(); from++) {
            Heard each = new Heard();
            AnswerFollower track = new AnswerFollower(Answering.TURN, ResumePoint.NOTHING, each);
            track.sync(answer.entry(from));
            answer.frames().stream().skip(from + 1L).forEach(frame -> Answering.put(track, frame));
            assertEquals(answer.text(), each.text.toString());
            assertEquals(
                    1, each.all.stream().filter(a -> a.startsWith("called c1")).count());
            assertTrue(each.all.stream().anyMatch(a -> a.matches("called c1 .* at 32")), each.all::toString);
            assertTrue(track.hasEnded());
        }
    }

    @Test
    void whateverOneChunkIsLost() {
        Answering answer = longOne();
        for (int lost = 1; lost < answer.length(); lost++) {
            Heard each = new Heard();
            AnswerFollower track = new AnswerFollower(Answering.TURN, ResumePoint.NOTHING, each);
            boolean repaired = false;
            for (int i = 0; i < answer.frames().size(); i++) {
                if (i != lost) {
                    Answering.put(track, answer.frames().get(i));
                }
                if (track.hasGap()) {
                    track.sync(answer.entry(i));
                    repaired = true;
                    assertFalse(track.hasGap());
                }
            }
            boolean silent = answer.frames().get(lost).getString("type").equals("tool") || lost == answer.length() - 1;
            assertTrue(repaired || silent, "the loss of " + answer.frames().get(lost) + " was not noticed");
            assertEquals(answer.text(), each.text.toString());
        }
    }

    @Test
    void aLossIsRepairedByTheEndToo() {
        Answering answer = new Answering().say("one ").say("two ").say("three").end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().stream()
                .filter(f -> !"two ".equals(f.getString("content")))
                .forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one ", "said two three", "ended done"), heard.all);
    }

    @Test
    void whoeverHasSomeOfItIsToldTheRest() {
        Answering answer = longOne();
        String text = answer.text();
        for (int has = 0; has <= text.length(); has++) {
            Heard each = new Heard();
            AnswerFollower track = new AnswerFollower(
                    Answering.TURN, new ResumePoint(text.substring(0, has), Map.of("c1", true), 0), each);
            track.sync(answer.entry(3));
            answer.frames().stream().skip(4).forEach(f -> Answering.put(track, f));
            assertEquals(text, each.text.toString());
            StringBuilder fresh = new StringBuilder();
            each.all.stream().filter(a -> a.startsWith("said ")).forEach(a -> fresh.append(a.substring(5)));
            assertEquals(text.substring(has), fresh.toString());
            assertTrue(each.all.contains("knew c1 running at 32"), each.all::toString);
        }
    }

    @Test
    void anotherBeginningThatSaysTheSameGoesOnSilently() {
        Answering answer = new Answering()
                .say("one two")
                .again()
                .say("one")
                .say(" two th")
                .say("ree")
                .end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one two", "said  th", "said ree", "ended done"), heard.all);
        assertEquals(2, heard.attempt);
    }

    @Test
    void anotherBeginningThatSaysSomethingElseIsTold() {
        Answering answer =
                new Answering().say("one two").again().say("one").say(" four").end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one two", "restarted", "said one four", "ended done"), heard.all);
    }

    @Test
    void anotherBeginningThatEndsSoonerIsTold() {
        Answering answer = new Answering().say("one two").again().say("one").end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one two", "restarted", "said one", "ended done"), heard.all);
    }

    @Test
    void aThirdBeginningInTheMiddleOfTheSecond() {
        Answering answer = new Answering()
                .say("one two three")
                .again()
                .say("one")
                .again()
                .say("one two")
                .say(" three four")
                .end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one two three", "said  four", "ended done"), heard.all);
        assertEquals(3, heard.attempt);
    }

    @Test
    void whatTheReaderHasIsNotItsBeginning() {
        Answering answer = new Answering().say("one ").say("two").end("done");
        AnswerFollower track = track(new ResumePoint("one four", Map.of(), 0));
        track.sync(answer.entry(1));
        answer.frames().stream().skip(2).forEach(f -> Answering.put(track, f));
        assertEquals(List.of("held one ", "restarted", "said one two", "ended done"), heard.all);
    }

    @Test
    void lateFramesOfAnEarlierAttemptMeanNothing() {
        Answering answer = new Answering().say("one").again().say("one two").end("done");
        AnswerFollower track = track(ResumePoint.NOTHING);
        track.sync(answer.entry(answer.length() - 1));
        answer.frames().forEach(f -> Answering.put(track, f));
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(List.of("said one two", "ended done"), heard.all);
    }

    @Test
    void aToolThatWaitsPausesItOnceNothingElseRuns() {
        Answering answer = new Answering()
                .say("so")
                .call("a", State.WAITING, null)
                .call("b", State.RUNNING, null)
                .call("b", State.DONE, "x")
                .call("a", State.RUNNING, null);
        AnswerFollower track = track(ResumePoint.NOTHING);
        List<Integer> waiting = new ArrayList<>();
        for (JsonObject frame : answer.frames()) {
            Answering.put(track, frame);
            waiting.add(track.waiting().size());
        }
        assertEquals(List.of(0, 0, 1, 0, 1, 0), waiting);
    }

    @Test
    void aToolThatStillWaitsIsToldAgainToWhoeverAnswered() {
        Answering answer = new Answering().say("so").call("a", State.WAITING, null);
        AnswerFollower track = track(new ResumePoint("so", Map.of("a", false), 0));
        track.sync(answer.entry(2));
        assertEquals(List.of("held so", "knew a waiting at 2", "changed a waiting"), heard.all);
    }

    @Test
    void noToolIsOpenAfterTheEnd() {
        Answering answer = new Answering()
                .call("a", State.RUNNING, null)
                .call("b", State.DONE, "x")
                .end("cancelled");
        AnswerFollower track = track(ResumePoint.NOTHING);
        answer.frames().forEach(f -> Answering.put(track, f));
        assertEquals(
                List.of("called a running at 0", "called b done at 0", "changed a failed", "ended cancelled"),
                heard.all);
    }
}
