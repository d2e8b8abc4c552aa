package dev.parley.limit;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Maps addresses to what limits count as one address. Whoever has an IPv6 connection has a /64 of addresses at least
 * (RFC 6177), so that counts as one. An IPv4 address counts as itself, also where it stands in an IPv6 one: mapped (RFC
 * 4291 §2.5.5.2), translated (RFC 6052 §2.1) or by 6to4 (RFC 3056 §2). Pure.
 */
public final class AddressBlock {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] TRANSLATED = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int PREFIX_BYTES = 8;

    private AddressBlock() {}

    /** The block of an address of 4 or 16 bytes, as text. */
    public static String of(byte[] address) {
        byte[] v4 = address.length == 4 ? address : embedded(address);
        return v4 == null ? HexFormat.of().formatHex(address, 0, PREFIX_BYTES) + "::/64" : dotted(v4);
    }

    /** The IPv4 address in an IPv6 one; null when there is none. */
    private static byte[] embedded(byte[] v6) {
        if (begins(v6, MAPPED) || begins(v6, TRANSLATED)) {
            return Arrays.copyOfRange(v6, 12, 16);
        }
        return v6[0] == 0x20 && v6[1] == 0x02 ? Arrays.copyOfRange(v6, 2, 6) : null;
    }

    private static boolean begins(byte[] address, byte[] prefix) {
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static String dotted(byte[] v4) {
        return (v4[0] & 0xff) + "." + (v4[1] & 0xff) + "." + (v4[2] & 0xff) + "." + (v4[3] & 0xff);
    }
}
