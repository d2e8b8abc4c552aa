package dev.parley.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes and decodes the records of one sealed family for the event bus. On this node the immutable record itself is
 * handed over; between nodes it travels in its {@link SealedForm}.
 */
final class FamilyCodec implements MessageCodec<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(FamilyCodec.class);
    private static final int PROBLEMS_TOLD_MAX = 16;

    private final String name;
    private final SealedForm form;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** Fails with {@link IllegalArgumentException} when a record has a component that cannot travel. */
    FamilyCodec(Class<?> family) {
        this(Forms.wireName(family) + Forms.EDITION, new Forms().family(family));
    }

    private FamilyCodec(String name, SealedForm form) {
        this.name = name;
        this.form = form;
    }

    /** The same with a name for one class alone, under which it can be that class's default. */
    FamilyCodec of(Class<?> member) {
        return new FamilyCodec(name + "." + Forms.wireName(member), form);
    }

    Set<Class<?>> members() {
        return form.members();
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        WireWriter.append(message, form, buffer);
    }

    /**
     * The record, or an {@link Unreadable}: what is thrown here would leave the asker of a request without any answer.
     */
    @Override
    public Object decodeFromWire(int pos, Buffer buffer) {
        try {
            Object message = form.read(new WireReader(buffer.getBytes(pos, buffer.length())));
            if (message == null) {
                throw new Unreadable("nothing");
            }
            return message;
        } catch (Unreadable e) {
            warnOnce(e.getMessage());
            return e;
        }
    }

    /** Once each: of a newer neighbour there may be thousands. */
    private void warnOnce(String problem) {
        if (warned.size() < PROBLEMS_TOLD_MAX && warned.add(problem)) {
            LOG.warn("a message of {} from another node was dropped: {}", name, problem);
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
