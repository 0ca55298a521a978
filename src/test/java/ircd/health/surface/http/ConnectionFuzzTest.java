package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.Corpus;
import ircd.health.state.HealthSource;
import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client sends: nothing but the known constants, the same however it is cut up and whenever the judgement
 * comes, no exception, and no memory held afterwards.
 *
 * <p>An input is eight octets that say how long the pieces are (taken in turns), one of flags, and what the client sends.
 */
@ExtendWith(QuietLog.class)
class ConnectionFuzzTest {
    private static final int LENGTHS = 8;
    /** The judgement comes after the piece that asked for it, and not within the call. */
    private static final int LATER = 1;
    /** It comes when all has been sent. */
    private static final int LAST = 2;

    private static final int DOWN = 4;
    private static final int HALF_CLOSES = 8;
    /** After the first piece the endpoint begins to close. */
    private static final int ENDPOINT_CLOSES = 16;

    private static final Set<String> KNOWN = KnownAnswers.all();
    private static final Endpoints ENDPOINTS = new Endpoints();
    private static final Judge JUDGE = new Judge();
    private static final Shared SHARED = shared();

    private static Shared shared() {
        ENDPOINTS.source = JUDGE;
        return ENDPOINTS.shared();
    }

    /** Judges at once, or when the test says. */
    private static final class Judge implements HealthSource {
        private final Queue<Consumer<PublicState>> asked = new ArrayDeque<>();
        private PublicState state = Endpoints.UP;
        private boolean waits;

        @Override
        public void ask(Consumer<PublicState> answer) {
            if (waits) {
                asked.add(answer);
            } else {
                answer.accept(state);
            }
        }

        /** Answers who asks meanwhile, too. */
        void answer(SocketlessClient client) {
            for (Consumer<PublicState> next = asked.poll(); next != null; next = asked.poll()) {
                next.accept(state);
                client.runTasks();
            }
        }
    }

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Corpus.of(ConnectionFuzzTest.class, "corpus");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void whateverComesIsAnsweredWithTheKnownConstants(byte[] input) {
        fuzzerTestOneInput(input);
    }

    /** Put together at random from pieces that matter, some of them damaged. */
    @Test
    void soAreRequestsMadeOfDamagedPieces() {
        Noise noise = new Noise(new Random(4));
        for (int i = 0; i < 5_000; i++) {
            fuzzerTestOneInput(noise.next());
        }
        assertTrue(
                ENDPOINTS.stats.requestsByCode().values().stream().allMatch(count -> count > 0),
                ENDPOINTS.stats.requestsByCode()::toString);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length <= LENGTHS) {
            return;
        }
        int flags = input[LENGTHS];
        String sent = new String(input, LENGTHS + 1, input.length - LENGTHS - 1, ISO_8859_1);
        JUDGE.state = (flags & DOWN) == 0 ? Endpoints.UP : Endpoints.DOWN;
        List<String> answers = exchange(input, flags, sent);
        for (int i = 0; i < answers.size(); i++) {
            assertTrue(KNOWN.contains(answers.get(i)), answers.get(i));
            boolean says = answers.get(i).contains(KnownAnswers.CLOSE);
            assertTrue(!says || i == answers.size() - 1, "an answer after the last");
        }
        if ((flags & ENDPOINT_CLOSES) == 0) {
            assertEquals(exchange(null, flags & HALF_CLOSES, sent), answers);
        }
        assertEquals(0, ENDPOINTS.stats.connectionsOpen());
    }

    /** @param lengths of the pieces; null: all in one */
    private static List<String> exchange(byte[] lengths, int flags, String sent) {
        SHARED.finishing = false;
        JUDGE.waits = (flags & (LATER | LAST)) != 0;
        JUDGE.asked.clear();
        try (SocketlessClient client = new SocketlessClient(SHARED)) {
            for (int from = 0, pieces = 0; from < sent.length(); pieces++) {
                int length = lengths == null ? sent.length() : 1 + (lengths[pieces % LENGTHS] & 0xFF);
                int to = Math.min(sent.length(), from + length);
                client.send(sent.substring(from, to));
                from = to;
                if ((flags & LATER) != 0) {
                    JUDGE.answer(client);
                }
                if ((flags & ENDPOINT_CLOSES) != 0 && pieces == 0) {
                    SHARED.finishing = true;
                    client.event(Connection.CLOSING);
                }
            }
            if ((flags & HALF_CLOSES) != 0) {
                client.halfClose();
            }
            JUDGE.answer(client);
            return client.answers();
        }
    }
}
