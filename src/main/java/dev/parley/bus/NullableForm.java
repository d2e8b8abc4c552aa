package dev.parley.bus;

/** Writes and reads a number or a flag that may be null: whether there is one, then the value. */
record NullableForm(Form form) implements Form {

    @Override
    public void write(Object value, WireWriter out) {
        out.count(value == null ? 0 : 1);
        if (value != null) {
            form.write(value, out);
        }
    }

    @Override
    public Object read(WireReader in) {
        return in.count() == 0 ? null : form.read(in);
    }
}
