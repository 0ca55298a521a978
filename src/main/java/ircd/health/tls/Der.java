package ircd.health.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * As much of DER (X.690) as it takes to put a PKCS#8 envelope around a bare key: tags of one byte, lengths that fit an
 * int. Bad input throws IllegalArgumentException.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    /** Explicit context tag 0, where SEC 1 keeps the curve. */
    static final int CONTEXT_0 = 0xa0;

    private final int tag;
    private final byte[] content;

    private Der(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    /** The elements of a content, in order. */
    static List<Der> elements(byte[] bytes) {
        List<Der> elements = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            if (in.remaining() < 2) {
                throw new IllegalArgumentException("DER ends inside a header");
            }
            int tag = in.get() & 0xff;
            int length = length(in);
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("DER element is longer than its container");
            }
            byte[] content = new byte[length];
            in.get(content);
            elements.add(new Der(tag, content));
        }
        return elements;
    }

    private static int length(ByteBuffer in) {
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 4 || octets > in.remaining()) {
            throw new IllegalArgumentException("DER length is not usable");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (in.get() & 0xff);
        }
        return length;
    }

    static byte[] encode(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    boolean is(int wanted) {
        return tag == wanted;
    }

    /** The element at a place, which must have the tag. */
    static Der at(List<Der> elements, int index, int tag) {
        if (index >= elements.size() || !elements.get(index).is(tag)) {
            throw new IllegalArgumentException("DER element " + index + " is missing or has another tag");
        }
        return elements.get(index);
    }

    List<Der> children() {
        return elements(content);
    }

    byte[] content() {
        return content.clone();
    }

    byte[] encoded() {
        return encode(tag, content);
    }

    String hex() {
        return HexFormat.of().formatHex(content);
    }
}
