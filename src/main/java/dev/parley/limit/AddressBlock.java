package dev.parley.limit;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What limits count as one address. Whoever has an IPv6 connection has a /64 of addresses at least (RFC 6177), so that
 * counts as one. An IPv4 address counts as itself, also where it stands in an IPv6 one: mapped (RFC 4291 §2.5.5.2),
 * translated (RFC 6052 §2.1) or by 6to4 (RFC 3056 §2). Pure.
 */
public final class AddressBlock {
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int PREFIX_BYTES = 8;

    private AddressBlock() {}

    /** An address's block; text that is no address stays as it is. */
    public static String of(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
        if (bytes == null) {
            return address;
        }
        byte[] v4 = bytes.length == 4 ? bytes : embedded(bytes);
        return v4 != null
                ? NetUtil.bytesToIpAddress(v4)
                : NetUtil.toAddressString(asAddress(Arrays.copyOf(Arrays.copyOf(bytes, PREFIX_BYTES), 16))) + "/64";
    }

    /** The IPv4 address in an IPv6 one; null when there is none. */
    private static byte[] embedded(byte[] v6) {
        boolean mapped = v6[10] == -1 && v6[11] == -1 && isZero(v6, 10);
        if (mapped || Arrays.equals(TRANSLATED, 0, 12, v6, 0, 12)) {
            return Arrays.copyOfRange(v6, 12, 16);
        }
        return v6[0] == 0x20 && v6[1] == 0x02 ? Arrays.copyOfRange(v6, 2, 6) : null;
    }

    private static boolean isZero(byte[] bytes, int length) {
        return Arrays.equals(bytes, 0, length, new byte[length], 0, length);
    }

    private static InetAddress asAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // of an illegal length only
        }
    }
}
