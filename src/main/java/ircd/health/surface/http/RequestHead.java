package ircd.health.surface.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads (RFC 9112) off a buffer, line by line, and accepts only what this endpoint serves. Where the RFC
 * lets a server be lenient (bare LF, folded lines, blanks around a name) it refuses: everything between us and the
 * client must agree on where a request ends. A body is never read: a request that announces one is the last on its
 * connection, so its bytes cannot pass for a request.
 *
 * <p>One per connection, used again for each of its requests; allocates nothing. Not thread-safe.
 */
final class RequestHead {
    static final int MAX_REQUEST_LINE = 4096;
    static final int MAX_HEADERS = 8192;

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte SP = ' ';
    private static final int TLS_HANDSHAKE_RECORD = 22;

    private static final byte[] GET = bytes("GET");
    private static final byte[] HEAD = bytes("HEAD");
    private static final byte[] ROOT = bytes("/");
    private static final byte[] INFO = bytes("/_info");
    private static final byte[] HTTP_SCHEME = bytes("http://");
    private static final byte[] HTTPS_SCHEME = bytes("https://");
    private static final byte[] HOST = bytes("host");
    private static final byte[] CONNECTION = bytes("connection");
    private static final byte[] CONTENT_LENGTH = bytes("content-length");
    private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding");
    private static final byte[] CLOSE = bytes("close");
    private static final byte[] KEEP_ALIVE = bytes("keep-alive");
    private static final byte[] CHUNKED = bytes("chunked");

    private final byte[] healthPath;

    private boolean started;
    private boolean emptyLineSeen;
    private boolean requestLineSeen;
    private int scanned;
    private int headerBytes;
    private Outcome outcome = Outcome.BAD_REQUEST;
    private boolean head;
    private boolean http10;
    private boolean hostSeen;
    private boolean closeAsked;
    private boolean keepAliveAsked;
    private boolean lengthSeen;
    private boolean lengthPositive;
    private boolean codingSeen;
    private boolean codingIsChunked;

    /** @param healthPath as it stands on a request line, see {@link #encode} */
    RequestHead(byte[] healthPath) {
        this.healthPath = healthPath;
    }

    /** A configured path as clients must send it: what cannot stand on a request line is percent-encoded (UTF-8). */
    static byte[] encode(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean literal = Octets.isTarget(b) && b != '?';
            encoded.append(literal ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        return bytes(encoded.toString());
    }

    boolean isHead() {
        return head;
    }

    boolean isHttp10() {
        return http10;
    }

    /** Whether the connection may carry another request after this one. */
    boolean keepsAlive() {
        return outcome.wellFormed && !announcesBody() && !closeAsked && (!http10 || keepAliveAsked);
    }

    /** Whether bytes may follow that belong to this request and are not read. */
    boolean leavesInput() {
        return !outcome.wellFormed || announcesBody();
    }

    /** Whether a head has begun and is not complete. */
    boolean isPartial() {
        return started;
    }

    /** Takes the bytes of at most one head from the buffer; null while it is not complete. */
    @Nullable
    Outcome read(ByteBuf in) {
        if (!started) {
            restart();
            if (!Octets.isToken(in.getByte(in.readerIndex())) && in.getByte(in.readerIndex()) != CR) {
                int first = in.getUnsignedByte(in.readerIndex());
                return refuse(first == TLS_HANDSHAKE_RECORD ? Outcome.NOT_HTTP : Outcome.BAD_REQUEST);
            }
        }
        while (true) {
            int start = in.readerIndex();
            int lf = in.indexOf(start + scanned, in.writerIndex(), LF);
            int length = (lf < 0 ? in.writerIndex() : lf + 1) - start;
            if (!requestLineSeen && length > MAX_REQUEST_LINE + 2) {
                return refuse(Outcome.URI_TOO_LONG);
            }
            if (requestLineSeen && headerBytes + length > MAX_HEADERS + 2) {
                return refuse(Outcome.HEADERS_TOO_LARGE);
            }
            if (lf < 0) {
                scanned = length;
                return null;
            }
            if (length < 2 || in.getByte(lf - 1) != CR) {
                return refuse(Outcome.BAD_REQUEST);
            }
            in.readerIndex(lf + 1);
            scanned = 0;
            Outcome decided = line(in, start, lf - 1);
            if (decided != null) {
                started = false;
                return decided;
            }
        }
    }

    private @Nullable Outcome line(ByteBuf in, int from, int to) {
        if (requestLineSeen) {
            headerBytes += to + 2 - from;
            return from == to ? complete() : header(in, from, to) ? null : refuse(Outcome.BAD_REQUEST);
        }
        if (from == to && !emptyLineSeen) {
            emptyLineSeen = true; // RFC 9112, 2.2: one is to be put up with
            return null;
        }
        requestLineSeen = true;
        Outcome refusal = requestLine(in, from, to);
        return refusal == null ? null : refuse(refusal);
    }

    private @Nullable Outcome requestLine(ByteBuf in, int from, int to) {
        int methodEnd = in.indexOf(from, to, SP);
        if (methodEnd <= from || !Octets.all(in, from, methodEnd, Octets.TOKEN)) {
            return Outcome.BAD_REQUEST;
        }
        head = Octets.same(in, from, methodEnd, HEAD); // known before any refusal: none may have a body then
        int targetEnd = in.indexOf(methodEnd + 1, to, SP);
        if (targetEnd <= methodEnd + 1 || !Octets.all(in, methodEnd + 1, targetEnd, Octets.TARGET)) {
            return Outcome.BAD_REQUEST;
        }
        if (!Octets.isVersion(in, targetEnd + 1, to)) {
            return Outcome.BAD_REQUEST;
        }
        if (in.getByte(to - 3) != '1') {
            return Outcome.VERSION_NOT_SUPPORTED;
        }
        http10 = in.getByte(to - 1) == '0'; // a later minor version is served as 1.1 (RFC 9110, 2.5)
        if (head || Octets.same(in, from, methodEnd, GET)) {
            outcome = target(in, methodEnd + 1, targetEnd);
            return outcome.wellFormed ? null : outcome;
        }
        outcome = Outcome.METHOD_NOT_ALLOWED;
        return null;
    }

    /** Origin form, or absolute form (RFC 9112, 3.2.2) with any host; compared byte by byte, undecoded. */
    private Outcome target(ByteBuf in, int from, int to) {
        int path = from;
        if (in.getByte(from) != '/') {
            int authority = from + schemeLength(in, from, to);
            path = authority;
            while (path < to && in.getByte(path) != '/' && in.getByte(path) != '?') {
                path++;
            }
            if (authority == from || path == authority || !Octets.all(in, authority, path, Octets.HOST)) {
                return Outcome.BAD_REQUEST;
            }
        }
        int query = in.indexOf(path, to, (byte) '?');
        int end = query < 0 ? to : query;
        boolean root = path == end || Octets.same(in, path, end, ROOT);
        if (Octets.same(in, path, end, healthPath) || (root && healthPath.length == 1)) {
            return Outcome.HEALTH;
        }
        return root || Octets.same(in, path, end, INFO) ? Outcome.INFO : Outcome.NOT_FOUND;
    }

    private static int schemeLength(ByteBuf in, int from, int to) {
        for (byte[] scheme : new byte[][] {HTTP_SCHEME, HTTPS_SCHEME}) {
            if (to - from > scheme.length && Octets.sameIgnoringCase(in, from, from + scheme.length, scheme)) {
                return scheme.length;
            }
        }
        return 0;
    }

    private boolean header(ByteBuf in, int from, int to) {
        int colon = in.indexOf(from, to, (byte) ':');
        if (colon <= from || !Octets.all(in, from, colon, Octets.TOKEN)) {
            return false; // no name, blanks around it, or a folded line
        }
        int start = colon + 1;
        int end = to;
        while (start < end && Octets.isBlank(in.getByte(start))) {
            start++;
        }
        while (end > start && Octets.isBlank(in.getByte(end - 1))) {
            end--;
        }
        if (!Octets.all(in, start, end, Octets.VALUE)) {
            return false;
        }
        return switch (colon - from) {
            case 4 -> !Octets.sameIgnoringCase(in, from, colon, HOST) || host(in, start, end);
            case 10 -> !Octets.sameIgnoringCase(in, from, colon, CONNECTION) || connection(in, start, end);
            case 14 -> !Octets.sameIgnoringCase(in, from, colon, CONTENT_LENGTH) || contentLength(in, start, end);
            case 17 -> !Octets.sameIgnoringCase(in, from, colon, TRANSFER_ENCODING) || transferCoding(in, start, end);
            default -> true;
        };
    }

    /** None is needed (HTTP/1.0 probes send none), two are an attack; which host is meant does not matter here. */
    private boolean host(ByteBuf in, int from, int to) {
        boolean first = !hostSeen;
        hostSeen = true;
        return first && Octets.all(in, from, to, Octets.HOST);
    }

    private boolean connection(ByteBuf in, int from, int to) {
        int start = from;
        while (start < to) {
            int comma = in.indexOf(start, to, (byte) ',');
            int next = comma < 0 ? to : comma;
            int end = next;
            while (start < end && Octets.isBlank(in.getByte(start))) {
                start++;
            }
            while (end > start && Octets.isBlank(in.getByte(end - 1))) {
                end--;
            }
            closeAsked |= Octets.sameIgnoringCase(in, start, end, CLOSE);
            keepAliveAsked |= Octets.sameIgnoringCase(in, start, end, KEEP_ALIVE);
            start = next + 1;
        }
        return true;
    }

    private boolean contentLength(ByteBuf in, int from, int to) {
        boolean first = !lengthSeen;
        lengthSeen = true;
        for (int i = from; i < to; i++) {
            byte digit = in.getByte(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            lengthPositive |= digit != '0';
        }
        return first && from < to;
    }

    private boolean transferCoding(ByteBuf in, int from, int to) {
        boolean first = !codingSeen;
        codingSeen = true;
        codingIsChunked = Octets.sameIgnoringCase(in, from, to, CHUNKED);
        return first;
    }

    private Outcome complete() {
        boolean ambiguous = codingSeen && (lengthSeen || http10 || !codingIsChunked);
        return ambiguous ? refuse(Outcome.BAD_REQUEST) : outcome;
    }

    private boolean announcesBody() {
        return codingSeen || lengthPositive;
    }

    private Outcome refuse(Outcome refusal) {
        outcome = refusal;
        started = false;
        return refusal;
    }

    private void restart() {
        started = true;
        emptyLineSeen = requestLineSeen = head = http10 = hostSeen = closeAsked = keepAliveAsked = false;
        lengthSeen = lengthPositive = codingSeen = codingIsChunked = false;
        scanned = headerBytes = 0;
        outcome = Outcome.BAD_REQUEST;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
