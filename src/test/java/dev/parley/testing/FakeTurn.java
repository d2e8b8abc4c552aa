package dev.parley.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** One call of {@link FakeOpenAi}, led by a test from any thread. */
public final class FakeTurn {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final JsonObject body;
    private final Promise<Void> closed = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private volatile boolean eachByte;

    FakeTurn(HttpServerRequest request, JsonObject body) {
        this.request = request;
        this.response = request.response();
        this.body = body;
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.closeHandler(gone -> closed.tryComplete());
        response.exceptionHandler(failure -> closed.tryComplete());
    }

    /** What the client sent. */
    public JsonObject body() {
        return body;
    }

    /** A header the client sent; null when it did not. */
    public String header(String name) {
        return request.getHeader(name);
    }

    /** Where the client sent it, as it was encoded, with the query. */
    public String uri() {
        return request.uri();
    }

    /** Names another type than server-sent events; before anything is written. */
    public FakeTurn type(String contentType) {
        response.putHeader("Content-Type", contentType);
        return this;
    }

    /** Completes when the connection closed before the response ended. */
    public Future<Void> closed() {
        return closed.future();
    }

    /** Completes when the response was written to its end. */
    public Future<Void> ended() {
        return ended.future();
    }

    /** The client's port: the same for two calls over one connection. */
    public int clientPort() {
        return request.remoteAddress().port();
    }

    /** From now on every byte is written by itself. */
    public FakeTurn eachByte() {
        eachByte = true;
        return this;
    }

    public FakeTurn say(String piece) {
        return chunk(new JsonObject().put("content", piece), null);
    }

    /** A chunk with this delta and finish reason (or null). */
    public FakeTurn chunk(JsonObject delta, String finishReason) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
        return data(new JsonObject()
                .put("object", "chat.completion.chunk")
                .put("choices", new JsonArray().add(choice))
                .encode());
    }

    public FakeTurn reason(String finishReason) {
        return chunk(new JsonObject(), finishReason);
    }

    /** The model asks for tools, each a name and its arguments, and ends its round. */
    public void asks(String... namesAndArguments) {
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            JsonObject function =
                    new JsonObject().put("name", namesAndArguments[i]).put("arguments", namesAndArguments[i + 1]);
            JsonObject call = new JsonObject()
                    .put("index", i / 2)
                    .put("id", "c" + i / 2)
                    .put("type", "function")
                    .put("function", function);
            chunk(new JsonObject().put("tool_calls", new JsonArray().add(call)), null);
        }
        reason("tool_calls").data("[DONE]").end();
    }

    /** Usage in a chunk of its own, as it comes after the finish. */
    public FakeTurn usage(int prompt, int completion) {
        JsonObject usage = new JsonObject().put("prompt_tokens", prompt).put("completion_tokens", completion);
        return data(new JsonObject()
                .put("choices", new JsonArray())
                .put("usage", usage)
                .encode());
    }

    /** One event with this data. */
    public FakeTurn data(String data) {
        return raw("data: " + data + "\n\n");
    }

    public FakeTurn raw(String text) {
        return raw(Buffer.buffer(text));
    }

    public FakeTurn raw(Buffer bytes) {
        for (int i = 0; eachByte && i < bytes.length(); i++) {
            write(bytes.slice(i, i + 1));
        }
        return eachByte ? this : write(bytes);
    }

    private FakeTurn write(Buffer bytes) {
        response.write(bytes).onFailure(gone -> closed.tryComplete());
        return this;
    }

    /** {@code stop}, {@code [DONE]}, the end. */
    public void finish() {
        reason("stop").data("[DONE]").end();
    }

    /** A clean end of the response, whatever was said. */
    public void end() {
        response.end().onSuccess(ended::tryComplete).onFailure(gone -> closed.tryComplete());
    }

    /** The connection breaks. */
    public void drop() {
        request.connection().close().onFailure(gone -> closed.tryComplete());
    }

    /** Answers with a status instead of a stream; {@code headers} are names and values in turn. */
    public void status(int status, String text, String... headers) {
        response.setChunked(false).setStatusCode(status).putHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            response.putHeader(headers[i], headers[i + 1]);
        }
        response.end(text).onFailure(gone -> closed.tryComplete());
    }
}
