package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.client.Stamp;
import dev.parley.bench.figure.Figure;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Measures streamed answers: in every room an assistant is asked again and again, and all members receive its chunks.
 * Each member joins the chunks and compares them with the final message.
 */
public record AnswerStreams(Report.Case subject, RoomShape shape, String assistant) implements Workload {
    /** How long answers may go on after the measured time. */
    private static final Duration FINISH_MOST = Duration.ofMinutes(3);

    private static final Figure CHUNKS_PER_S = Figure.drawn("chunks_per_s", "chunks/s", "chunks/s", 0);
    private static final Figure CPU = Figure.drawn("cpu_us", "server CPU", "µs/chunk", 1);
    private static final Figure GAP_P50 = Figure.drawn("gap_p50_ms", "gap p50", "ms", 1);
    private static final Figure GAP_P99 = Figure.drawn("gap_p99_ms", "gap p99", "ms", 1);
    private static final Figure TEXT = Figure.listed("text_kb_per_s", "text", "KB/s", 1);
    private static final Figure CHUNKS = Figure.jsonOnly("chunks");
    private static final Figure COMPLETE = Figure.count("complete", "complete");
    private static final Figure FAILED = Figure.count("failed", "failed");
    private static final Figure HOLES = Figure.count("holes", "holes");
    private static final Figure DIFFERENT = Figure.count("different", "different");

    @Override
    public Measurement run(Generator generator, Timing timing) {
        Loop loop = generator.loop();
        String name = generator.name();
        Readers readers = new Readers(loop);
        try (Crowd crowd = Crowd.enter(
                loop, generator.target(), shape.connections(), i -> name + "." + i / shape.members(), readers)) {
            crowd.awaitQuiet();
            loop.runAndWait(() -> {
                for (int room = 0; room < shape.rooms(); room++) {
                    readers.ask(crowd.member(room * shape.members()));
                }
            });
            loop.pause(timing.warmup());
            loop.runAndWait(readers::measure);
            Generator.Meter before = generator.meter();
            loop.pause(timing.measured());
            Generator.Meter after = generator.meter();
            long took = after.at() - before.at();
            Measurement measured = loop.ask(() -> readers.stop(before, after, took));
            boolean ended = loop.until(readers::isAnswered, FINISH_MOST);
            return loop.ask(() -> readers.finish(crowd, measured, ended));
        }
    }

    private final class Readers implements Crowd.Inbox {
        private final Loop loop;
        private final JoinedAnswer[] answers = new JoinedAnswer[shape.connections()];
        private final long[] last = new long[shape.connections()];
        private final Latencies gaps = new Latencies();
        private boolean asking = true;
        private long asked;
        private long accepted;
        private long refused;
        private long chunks;
        private long textUnits;
        private long completes;
        private long failed;
        private String firstFailure = "";
        private long holes;
        private long different;

        Readers(Loop loop) {
            this.loop = loop;
            for (int i = 0; i < answers.length; i++) {
                answers[i] = new JoinedAnswer();
            }
        }

        void ask(Crowd.Member member) {
            if (asking) {
                asked++;
                byte[] stamp = new byte[Stamp.LENGTH];
                Stamp.write(loop.stamp(loop.now()), stamp, 0);
                member.connection()
                        .send(new JsonObject()
                                .put("type", "message")
                                .put("room", member.room())
                                .put("id", new String(stamp, StandardCharsets.US_ASCII) + "-" + member.index())
                                .put("message", "@" + assistant + " a long answer, please"));
            }
        }

        boolean isAnswered() {
            return accepted + refused >= asked && completes >= accepted * shape.members();
        }

        void measure() {
            chunks = 0;
            textUnits = 0;
            gaps.clear();
        }

        @Override
        public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
            switch (frameKind) {
                case ACK -> accepted++;
                case CHUNK -> onChunk(member.index(), bytes, from, to, now);
                case COMPLETE -> onComplete(member, JoinedAnswer.json(bytes, from, to));
                default -> {} // messages and presence
            }
        }

        private void onChunk(int index, byte[] bytes, int from, int to, long now) {
            chunks++;
            switch (answers[index].chunk(bytes, from, to)) {
                case JOINED -> {
                    textUnits += answers[index].lastUnits();
                    gaps.record(now - last[index]);
                }
                case HOLE -> holes++;
                default -> {} // a beginning has no gap before it
            }
            last[index] = now;
        }

        private void onComplete(Crowd.Member member, JsonObject complete) {
            completes++;
            if (answers[member.index()].complete(complete) != JoinedAnswer.Outcome.SAME) {
                different++;
            }
            if (!"done".equals(complete.getString("reason"))) {
                failed++;
                if (firstFailure.isEmpty()) {
                    firstFailure = complete.getString("reason") + " " + complete.getValue("error");
                }
            }
            if (member.index() % shape.members() == 0) {
                ask(member);
            }
        }

        @Override
        public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
            refused++;
            loop.vertx().setTimer(Math.max(100, retryAfterMs), again -> ask(member));
        }

        Measurement stop(Generator.Meter before, Generator.Meter after, long took) {
            asking = false;
            return new Measurement()
                    .put(CHUNKS_PER_S, chunks * 1e9 / took)
                    .put(TEXT, textUnits * 1e9 / took / 1024)
                    .put(CPU, after.serverMicrosEach(before, chunks))
                    .put(GAP_P50, gaps.millis(50))
                    .put(GAP_P99, gaps.millis(99))
                    .put(CHUNKS, chunks)
                    .put(CommonFigures.GENERATOR, after.selfCores(before));
        }

        Measurement finish(Crowd crowd, Measurement measured, boolean ended) {
            Traffic.notes(crowd, measured);
            measured.put(COMPLETE, completes)
                    .put(FAILED, failed)
                    .put(HOLES, holes)
                    .put(DIFFERENT, different)
                    .put(CommonFigures.REFUSED, refused);
            if (failed > 0) {
                measured.note("answers failed; the first: " + firstFailure);
            }
            if (!ended) {
                measured.note("not all answers had ended after " + FINISH_MOST.toSeconds() + " s");
            }
            if (completes == 0) {
                throw new BenchFailure("no answer came"
                        + (accepted > 0 ? "; is there an assistant named " + assistant + "?" : "")
                        + measured.notes().stream().map(note -> "; " + note).reduce("", String::concat));
            }
            return measured;
        }
    }
}
