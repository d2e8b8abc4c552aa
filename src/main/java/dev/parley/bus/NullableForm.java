package dev.parley.bus;

/** A number or a flag that may be null: whether there is one, and the one. */
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
