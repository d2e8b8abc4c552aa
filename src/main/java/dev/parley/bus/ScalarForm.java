package dev.parley.bus;

/** Writes and reads numbers, flags, texts and bytes. */
enum ScalarForm implements Form {
    LONG {
        @Override
        public void write(Object value, WireWriter out) {
            out.number((Long) value);
        }

        @Override
        public Object read(WireReader in) {
            return in.number();
        }

        @Override
        public Object missing() {
            return 0L;
        }
    },
    INT {
        @Override
        public void write(Object value, WireWriter out) {
            out.number((Integer) value);
        }

        @Override
        public Object read(WireReader in) {
            long number = in.number();
            if (number != (int) number) {
                throw new Unreadable("a number of more than 32 bits");
            }
            return (int) number;
        }

        @Override
        public Object missing() {
            return 0;
        }
    },
    FLAG {
        @Override
        public void write(Object value, WireWriter out) {
            out.count((Boolean) value ? 1 : 0);
        }

        @Override
        public Object read(WireReader in) {
            return in.count() != 0;
        }

        @Override
        public Object missing() {
            return false;
        }
    },
    /** May be null. A lone surrogate, which UTF-8 has not, arrives as a question mark. */
    TEXT {
        @Override
        public void write(Object value, WireWriter out) {
            out.text((String) value);
        }

        @Override
        public Object read(WireReader in) {
            return in.text();
        }
    },
    /** May be null. */
    BYTES {
        @Override
        public void write(Object value, WireWriter out) {
            out.bytes((byte[]) value);
        }

        @Override
        public Object read(WireReader in) {
            return in.bytes();
        }

        @Override
        public Object missing() {
            return new byte[0];
        }
    };
}
