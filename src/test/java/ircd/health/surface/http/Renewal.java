package ircd.health.surface.http;

import static ircd.health.surface.http.LiveFiles.link;
import static ircd.health.surface.http.LiveFiles.mode;
import static ircd.health.surface.http.LiveFiles.put;

import ircd.health.surface.http.LiveFiles.Issue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a new pair comes, or does not yet come, to its place. After the last step it is there. */
enum Renewal {
    AT_ONCE((live, next) -> live.put(next)),
    KEY_BEFORE_CERTIFICATE((live, next) -> put(live.key(), next.key()), (live, next) -> put(live.cert(), next.cert())),
    CERTIFICATE_BEFORE_KEY((live, next) -> put(live.cert(), next.cert()), (live, next) -> put(live.key(), next.key())),
    CERTBOT((live, next) -> link(live.cert(), next.cert()), (live, next) -> link(live.key(), next.key())),
    HALF_WRITTEN(
            (live, next) -> {
                put(live.key(), next.key());
                Files.writeString(live.cert(), half(next.cert()));
            },
            (live, next) -> Files.writeString(live.cert(), next.cert())),
    HALF_A_KEY(
            (live, next) -> Files.writeString(live.key(), half(next.key())),
            (live, next) -> put(live.cert(), next.cert()),
            (live, next) -> Files.writeString(live.key(), next.key())),
    GARBAGE((live, next) -> put(live.cert(), "\u0000\u00ff-----BEGIN" + next.cert()), (live, next) -> live.put(next)),
    EMPTY((live, next) -> put(live.key(), ""), (live, next) -> live.put(next)),
    MISSING((live, next) -> Files.delete(live.key()), (live, next) -> live.put(next)),
    SWAPPED(
            (live, next) -> {
                put(live.cert(), next.key());
                put(live.key(), next.cert());
            },
            (live, next) -> live.put(next)),
    /** Granted without a change of any file's time or size. Not for root, who may read everything. */
    NO_PERMISSION(
            (live, next) -> {
                live.put(next);
                mode(live.key(), "---------");
            },
            (live, next) -> mode(live.key(), "rw-------"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of and lambdas that hold nothing
    private final List<Step> steps;

    Renewal(Step... steps) {
        this.steps = List.of(steps);
    }

    interface Step {
        void take(LiveFiles live, Issue next) throws IOException;
    }

    List<Step> steps() {
        return steps;
    }

    /** Those that mean something to the user who runs this. */
    static List<Renewal> possible(LiveFiles live) throws IOException {
        List<Renewal> possible = new ArrayList<>(List.of(values()));
        mode(live.key(), "---------");
        if (Files.isReadable(live.key())) {
            possible.remove(NO_PERMISSION);
        }
        mode(live.key(), "rw-------");
        return possible;
    }

    private static String half(String text) {
        return text.substring(0, text.length() / 2);
    }
}
