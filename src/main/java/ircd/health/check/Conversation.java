package ircd.health.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * Asks a daemon for one line without registering: PING, the answer (451 of most daemons, RFC 2812 section 5.2), QUIT.
 * NICK and USER are never sent: a registered client would make operator notices.
 */
final class Conversation {
    private static final byte[] PING = "PING :ircd-health\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    /** InspIRCd says the numeric (ERR_YOUREBANNEDCREEP, RFC 2812 section 5.2) and then ERROR; most say ERROR alone. */
    private static final Set<String> REFUSALS = Set.of("ERROR", "465");
    /** 512 bytes (RFC 1459 section 2.3) and the 8191 of IRCv3 message tags. */
    private static final int LONGEST_LINE = 512 + 8191;

    private Conversation() {}

    /** Blocks for {@code timeout} at the most. */
    static ClientReason hold(Socket socket, Duration timeout) {
        try {
            socket.getOutputStream().write(PING);
            String line = readLine(socket, System.nanoTime() + timeout.toNanos());
            if (line.isEmpty()) {
                return ClientReason.NO_REPLY;
            }
            if (REFUSALS.contains(command(line))) {
                return ClientReason.REJECTED;
            }
            socket.getOutputStream().write(QUIT);
            return ClientReason.OK;
        } catch (IOException e) {
            return ClientReason.NO_REPLY; // reset before a line came
        }
    }

    /** The first line that is not empty, without its line end; empty if none came in time. */
    private static String readLine(Socket socket, long deadlineNanos) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            while (line.size() < LONGEST_LINE) {
                long left = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return "";
                }
                socket.setSoTimeout(Math.toIntExact(left));
                int character = in.read();
                if (character < 0) {
                    break; // a line that ends with the connection is a line
                }
                if (character != '\r' && character != '\n') {
                    line.write(character);
                } else if (line.size() > 0) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            return "";
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The first word behind the optional prefix. */
    static String command(String line) {
        String[] words = line.trim().split(" +", 3);
        return words[0].startsWith(":") && words.length > 1 ? words[1] : words[0];
    }
}
