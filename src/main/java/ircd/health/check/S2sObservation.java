package ircd.health.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What one reading of the socket tables says of the server links. */
public sealed interface S2sObservation {
    /** The tables were read: the links, and every socket that was considered with what it was taken for. */
    record Seen(List<Link> links, List<ConsideredSocket> considered) implements S2sObservation {
        public Seen {
            links = List.copyOf(requireNonNull(links, "links is null"));
            considered = List.copyOf(requireNonNull(considered, "considered is null"));
        }
    }

    /** The tables could not be read; links may be up or not. */
    record Unreadable(String why) implements S2sObservation {
        public Unreadable {
            requireNonNull(why, "why is null");
        }
    }

    /** This operating system has no such tables. */
    record Unsupported() implements S2sObservation {}

    /** Client-only mode: links are not asked for. */
    record NotWanted() implements S2sObservation {}
}
