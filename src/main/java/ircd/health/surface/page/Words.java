package ircd.health.surface.page;

import ircd.health.check.ClientReason;
import ircd.health.verdict.S2sReason;
import java.util.stream.Stream;

/** What the reasons mean, each in a sentence. */
final class Words {
    private Words() {}

    static String of(ClientReason reason) {
        return switch (reason) {
            case OK -> "The daemon takes clients.";
            case UNKNOWN -> "Not judged yet.";
            case STALE -> "The last judgement is too old to act on.";
            case REFUSED -> "Nobody listens on the client port.";
            case TIMEOUT -> "The connect did not complete in time.";
            case UNREACHABLE -> "The network refuses to send to the client port.";
            case UNRESOLVED -> "The host name of the client port has no address.";
            case NOT_ACCEPTED -> "The kernel completes the connect, but the daemon does not accept it: it hangs.";
            case TLS_FAILED -> "The TLS handshake failed.";
            case TLS_NO_REPLY -> "The TLS handshake was not finished in time.";
            case PLAIN_PORT -> "The client port speaks plain IRC, but --client-tls is set.";
            case TLS_PORT -> "The client port speaks TLS, but --client-tls is not set.";
            case REJECTED -> "The daemon sent us away: it is full, or it throttles or bans this host.";
            case NO_REPLY -> "The daemon took the connection and answered no line in time.";
            case ERROR -> "The check itself failed; the log says how.";
        };
    }

    /** @param links how many there are: none, and yet enough, in client-only mode */
    static String of(S2sReason reason, int links) {
        return switch (reason) {
            case OK -> links == 0 ? "No server links are needed (--s2s-ports none)." : "There are enough server links.";
            case UNKNOWN -> "Not judged yet.";
            case STALE -> "The last judgement is too old to act on.";
            case NO_LINK -> "There is no server link.";
            case TOO_FEW_LINKS -> "There are fewer server links than needed.";
            case NOT_STABLE -> "There are enough server links, but too few have lasted long enough.";
            case STALLED -> "There are enough server links, but too few of them carry data.";
            case UNREADABLE -> "The socket tables cannot be read; the log says why.";
            case UNSUPPORTED -> "Server links can be seen on Linux only.";
            case ERROR -> "The check itself failed; the log says how.";
        };
    }

    /** The sentence for the reason of a transition to false; the word itself if it is none of them. */
    static String ofWord(String word) {
        if (word.equals("maintenance")) {
            return "The host is drained by an operator.";
        }
        Stream<String> client = Stream.of(ClientReason.values())
                .filter(r -> r.word().equals(word))
                .map(Words::of);
        Stream<String> s2s =
                Stream.of(S2sReason.values()).filter(r -> r.word().equals(word)).map(r -> of(r, 1));
        return Stream.concat(client, s2s).findFirst().orElse(word);
    }
}
