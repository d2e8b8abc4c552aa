package dev.parley.bus;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes and reads a record: its length in bytes, its number of components, then each component; may be null. Of a
 * newer sender's components those that are not known here are passed over; those that an older sender has not yet are
 * {@link #missing}.
 */
final class RecordForm implements Form {
    private final Class<?> type;
    private final Form[] forms;
    private final MethodHandle[] getters;
    private final MethodHandle maker;

    /** @param forms of its components */
    RecordForm(Class<?> type, Form[] forms) {
        this.type = type;
        this.forms = forms;
        RecordComponent[] components = type.getRecordComponents();
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            getters = new MethodHandle[components.length];
            for (int i = 0; i < components.length; i++) {
                getters[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            maker = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be taken apart", e);
        }
    }

    Class<?> type() {
        return type;
    }

    @Override
    public void write(Object value, WireWriter out) {
        if (value == null) {
            out.length(-1);
            return;
        }
        int start = out.begin();
        out.count(forms.length);
        for (int i = 0; i < forms.length; i++) {
            forms[i].write(component(value, i), out);
        }
        out.end(start);
    }

    private Object component(Object value, int i) {
        try {
            return (Object) getters[i].invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    @Override
    public Object read(WireReader in) {
        int length = in.length();
        if (length < 0) {
            return null;
        }
        int outer = in.enter(length);
        int sent = in.count();
        Object[] values = new Object[forms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < sent ? forms[i].read(in) : forms[i].missing();
        }
        if (sent <= values.length && !in.isAtEnd()) {
            throw new Unreadable(type.getSimpleName() + " has bytes that are no component's");
        }
        in.leave(outer);
        try {
            return (Object) maker.invokeExact(values);
        } catch (RuntimeException e) { // by the record's own rules; the text might tell what was in it
            throw new Unreadable(
                    "not a valid " + type.getSimpleName() + ": " + e.getClass().getSimpleName());
        } catch (Throwable e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }
}
