package dev.parley.ai.tool.mcp;

import io.vertx.core.json.JsonObject;

/** Writes messages of JSON-RPC 2.0. Pure. */
final class JsonRpc {
    private static final int METHOD_NOT_FOUND = -32601;

    private JsonRpc() {}

    static JsonObject request(long id, String method, JsonObject params) {
        return message().put("id", id).put("method", method).put("params", params);
    }

    static JsonObject notification(String method) {
        return message().put("method", method);
    }

    /** The reply to a request of the other side. */
    static JsonObject result(Object id, JsonObject result) {
        return message().put("id", id).put("result", result);
    }

    static JsonObject methodNotFound(Object id) {
        return message()
                .put("id", id)
                .put("error", new JsonObject().put("code", METHOD_NOT_FOUND).put("message", "not supported"));
    }

    private static JsonObject message() {
        return new JsonObject().put("jsonrpc", "2.0");
    }
}
