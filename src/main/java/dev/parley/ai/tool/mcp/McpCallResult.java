package dev.parley.ai.tool.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** Turns the result of {@code tools/call} into text for a model. Pure. */
final class McpCallResult {
    private McpCallResult() {}

    static boolean isError(JsonObject result) {
        return Boolean.TRUE.equals(result.getValue("isError"));
    }

    /** The texts of the result; other content is named. */
    static String text(JsonObject result) {
        String text = result.getValue("content") instanceof JsonArray content
                ? content.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(item -> text(String.valueOf(((JsonObject) item).getValue("type")), (JsonObject) item))
                        .collect(Collectors.joining("\n"))
                : "";
        if (text.isEmpty() && result.getValue("structuredContent") instanceof JsonObject structured) {
            return structured.encode();
        }
        return text;
    }

    private static String text(String type, JsonObject item) {
        return switch (type) {
            case "text" -> item.getValue("text") instanceof String text ? text : "";
            case "resource" -> resource(item);
            case "resource_link" -> "[" + item.getValue("name", "a resource") + " at " + item.getValue("uri") + "]";
            default -> named(type, item, item.getValue("data"));
        };
    }

    private static String resource(JsonObject item) {
        if (!(item.getValue("resource") instanceof JsonObject resource)) {
            return "";
        }
        return resource.getValue("text") instanceof String text
                ? text
                : named(String.valueOf(resource.getValue("uri")), resource, resource.getValue("blob"));
    }

    /** Names content that cannot be shown to the model, so that the model knows of it. */
    private static String named(String what, JsonObject item, Object base64) {
        String type = item.getValue("mimeType") instanceof String told ? "type " + told : "an unknown type";
        String size = base64 instanceof String data ? " and " + bytes(data) + " bytes" : "";
        return "[" + what + " of " + type + size + ", which cannot be shown here]";
    }

    private static int bytes(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return Math.max(0, base64.length() * 3 / 4 - padding);
    }
}
