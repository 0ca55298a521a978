package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a daemon sends: one of four reasons, the same however it arrives, of bounded memory. */
class IrcReplyFuzzTest {
    private static final Set<ClientReason> POSSIBLE =
            EnumSet.of(ClientReason.OK, ClientReason.REJECTED, ClientReason.NO_REPLY, ClientReason.TLS_PORT);

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Stream.concat(Corpus.of(IrcReplyFuzzTest.class, "corpus"), Corpus.of(IrcReplyFuzzTest.class, "answers"));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theReasonIsTheSameHoweverTheAnswerArrives(byte[] answer) throws IOException {
        fuzzerTestOneInput(answer);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] answer) throws IOException {
        ByteArrayInputStream all = new ByteArrayInputStream(answer);
        String line = Conversation.firstLine(all);
        assertTrue(line.length() <= Conversation.LONGEST_LINE, line);
        assertTrue(answer.length - all.available() <= Conversation.LONGEST_LINE, line);
        ClientReason reason = Conversation.reasonOf(line);
        assertTrue(POSSIBLE.contains(reason), reason::toString);
        if (reason != ClientReason.TLS_PORT) {
            assertFalse(line.contains("\n") || line.contains("\r"), line);
            assertFalse(Conversation.command(line).contains(" "), line);
        }
        for (int piece : List.of(1, 3, 100)) {
            String pieces = Conversation.firstLine(new InPieces(answer, piece));
            assertEquals(reason, Conversation.reasonOf(pieces), line);
            assertTrue(line.equals(pieces) || reason == ClientReason.TLS_PORT, line);
        }
    }

    private static final class InPieces extends ByteArrayInputStream {
        private final int piece;

        InPieces(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, piece));
        }
    }
}
