package ircd.health.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Asks a daemon for one line without registering: PING, the answer (451 of most daemons, RFC 2812 section 5.2), QUIT.
 * NICK and USER are never sent: a registered client would make operator notices.
 */
final class Conversation {
    private static final byte[] PING = "PING :ircd-health\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    /** 512 bytes (RFC 1459 section 2.3) and the 8191 of IRCv3 message tags. */
    static final int LONGEST_LINE = 512 + 8191;

    /**
     * ERROR, also as old daemons write it; 463 (no permission for this host) and 465 (banned), which InspIRCd sends
     * before its ERROR.
     */
    private static final Set<String> REFUSALS = Set.of("ERROR", "ERROR:", "463", "465");

    /** How a TLS record of the kind alert begins (RFC 8446 section 5.1): the answer of a TLS port to a plain line. */
    private static final String TLS_ALERT = "\u0015\u0003";

    /** How tags and prefix begin, in their order. */
    private static final List<String> OPTIONAL_WORDS = List.of("@", ":");

    private Conversation() {}

    /** Blocks as long as reads of the socket do. */
    static ClientReason hold(Socket socket) {
        String line = ask(socket);
        ClientReason reason = reasonOf(line);
        if (reason == ClientReason.OK) {
            send(socket, QUIT);
        }
        return reason;
    }

    /** Blocks until the daemon answers what it may have taken for a line, or our line, or until reads end. */
    static void endLineAndAsk(Socket socket) {
        send(socket, new byte[] {'\r', '\n'});
        ask(socket);
    }

    static ClientReason reasonOf(String line) {
        if (line.isEmpty()) {
            return ClientReason.NO_REPLY;
        }
        if (line.startsWith(TLS_ALERT)) {
            return ClientReason.TLS_PORT;
        }
        return REFUSALS.contains(command(line)) ? ClientReason.REJECTED : ClientReason.OK;
    }

    private static String ask(Socket socket) {
        send(socket, PING);
        try {
            return firstLine(socket.getInputStream());
        } catch (IOException e) {
            return "";
        }
    }

    private static void send(Socket socket, byte[] line) {
        try {
            socket.getOutputStream().write(line);
        } catch (IOException e) {
            // Closed by the daemon, which may have said why before.
        }
    }

    /**
     * The first line that is not empty, without its line end, or the start of a TLS alert, which has none. Empty if the
     * stream ends or the time is over before; but what the stream ends with, cleanly or not, is a line.
     */
    static String firstLine(InputStream in) {
        byte[] bytes = new byte[LONGEST_LINE];
        int start = 0;
        int end = 0;
        try {
            while (end < bytes.length) {
                int read = in.read(bytes, end, bytes.length - end);
                if (read < 0) {
                    break;
                }
                int from = end;
                end += read;
                for (int i = from; i < end; i++) {
                    if (bytes[i] == '\r' || bytes[i] == '\n') {
                        if (i > start) {
                            return text(bytes, start, i);
                        }
                        start = i + 1;
                    }
                }
                if (text(bytes, start, Math.min(end, start + TLS_ALERT.length()))
                        .equals(TLS_ALERT)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            return "";
        } catch (IOException e) {
            return text(bytes, start, end); // reset
        }
        return text(bytes, start, end);
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The first word behind the optional tags and prefix. */
    static String command(String line) {
        String[] words = line.trim().split(" +", 4);
        int word = 0;
        for (String start : OPTIONAL_WORDS) {
            if (word < words.length - 1 && words[word].startsWith(start)) {
                word++;
            }
        }
        return words[word];
    }
}
