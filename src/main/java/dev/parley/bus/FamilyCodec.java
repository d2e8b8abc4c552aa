package dev.parley.bus;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One codec for a sealed family of records. On this node the immutable record itself is handed over; between nodes it
 * travels as its name and its components in JSON.
 */
final class FamilyCodec implements MessageCodec<Object, Object> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .setVisibility(PropertyAccessor.CREATOR, Visibility.ANY);

    private final String name;
    private final Map<String, Class<?>> members = new HashMap<>();

    FamilyCodec(Class<?> family) {
        this.name = family.getName();
        collect(family);
    }

    private void collect(Class<?> type) {
        if (type.isRecord()) {
            members.put(type.getSimpleName(), type);
        } else {
            for (Class<?> sub : type.getPermittedSubclasses()) {
                collect(sub);
            }
        }
    }

    Set<Class<?>> members() {
        return Set.copyOf(members.values());
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        try {
            byte[] type = message.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8);
            byte[] body = JSON.writeValueAsBytes(message);
            buffer.appendInt(type.length)
                    .appendBytes(type)
                    .appendInt(body.length)
                    .appendBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object decodeFromWire(int pos, Buffer buffer) {
        try {
            int typeEnd = pos + 4 + buffer.getInt(pos);
            Class<?> type = members.get(buffer.getString(pos + 4, typeEnd));
            int bodyStart = typeEnd + 4;
            return JSON.readValue(buffer.getBytes(bodyStart, bodyStart + buffer.getInt(typeEnd)), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
