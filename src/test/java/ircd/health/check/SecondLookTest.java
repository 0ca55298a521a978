package ircd.health.check;

import static ircd.health.check.Sockets.end;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SecondLookTest {
    private static final S2sObservation UNREADABLE = new S2sObservation.Unreadable("permission denied");
    private final SecondLook look = new SecondLook();

    @Test
    void nothingMissingNeedsNoSecondLook() {
        look.at(seen(), SecondLookTest::notNeeded);
        look.at(seen(1), SecondLookTest::notNeeded);
        look.at(seen(1), SecondLookTest::notNeeded);
        look.at(seen(2, 1), SecondLookTest::notNeeded);
    }

    @Test
    void aLinkThatOneReadingMissedIsThere() {
        look.at(seen(1, 2), SecondLookTest::notNeeded);
        S2sObservation whole = seen(1, 2);

        assertSame(whole, look.at(seen(2), () -> whole));
    }

    @Test
    void aLinkThatTwoReadingsMissedIsGoneAndNotAskedForAgain() {
        look.at(seen(1), SecondLookTest::notNeeded);

        assertEquals(seen(), look.at(seen(), () -> seen()));
        look.at(seen(), SecondLookTest::notNeeded);
    }

    @Test
    void aLinkMadeAnewIsTheNewOne() {
        look.at(seen(1), SecondLookTest::notNeeded);

        assertEquals(seen(2), look.at(seen(2), () -> seen(2)));
    }

    @Test
    void aFailedReadingIsNotRepeatedAndForgetsNothing() {
        look.at(seen(1), SecondLookTest::notNeeded);
        look.at(UNREADABLE, SecondLookTest::notNeeded);

        assertEquals(seen(1), look.at(seen(), () -> seen(1)));
    }

    private static S2sObservation notNeeded() {
        throw new AssertionError("a second look was taken");
    }

    private static S2sObservation seen(long... inodes) {
        List<Link> links = LongStream.of(inodes)
                .mapToObj(inode -> new Link(
                        new Link.Id(end("192.0.2.1:4497"), end("198.51.100.2:50000"), inode),
                        Link.Direction.INBOUND,
                        0,
                        0,
                        0,
                        false))
                .toList();
        return new S2sObservation.Seen(links, List.of());
    }
}
