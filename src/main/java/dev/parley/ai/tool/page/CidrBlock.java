package dev.parley.ai.tool.page;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tests whether an address is in a block of addresses, IPv4 or IPv6. Immutable. */
final class CidrBlock {
    private static final int V6_BYTES = 16;

    private final byte[] prefix; // as many bytes as an address
    private final int bits; // how many of them count
    private final String what;

    private CidrBlock(byte[] prefix, int bits, String what) {
        this.prefix = prefix;
        this.bits = bits;
        this.what = what;
    }

    /** The block of a text as {@code 10.0.0.0/8}; {@code what} tells what its addresses are. */
    static CidrBlock of(String block, String what) {
        int slash = block.indexOf('/');
        return new CidrBlock(bytes(block.substring(0, slash)), Integer.parseInt(block.substring(slash + 1)), what);
    }

    String what() {
        return what;
    }

    boolean has(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit)) & 0xff;
            if ((address[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String literal) {
        try {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            if (literal.indexOf(':') >= 0 && bytes.length != V6_BYTES) {
                byte[] mapped = new byte[V6_BYTES]; // which Java takes for IPv4
                mapped[10] = (byte) 0xff;
                mapped[11] = (byte) 0xff;
                System.arraycopy(bytes, 0, mapped, 12, bytes.length);
                return mapped;
            }
            return bytes;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
