package ircd.health.it;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two network namespaces, the hub's and the leaf's, with a veth wire between them that can be cut, and each with a
 * second wire to the namespace of this JVM, which stays. Addresses are of the range that is set aside for tests of
 * networks (RFC 2544), or unique local ones of IPv6. Needs root.
 */
final class Wire implements AutoCloseable {
    /** Addresses of one wire. */
    private static final int BLOCK = 16;

    private static final int BLOCKS = 0x20000 / BLOCK;
    private static final int ATTEMPTS = 20;

    private final int block;
    private final String id;
    private final boolean ipv6;
    private final Thread reaper;

    private Wire(int block, boolean ipv6) {
        this.block = block;
        this.id = id(block);
        this.ipv6 = ipv6;
        this.reaper = new Thread(this::remove, "end of " + id);
    }

    static Wire ipv4() {
        return reserve(false).make();
    }

    static Wire ipv6() {
        return reserve(true).make();
    }

    /** Whoever makes the namespace of that name has its addresses, too, among all tests on this machine. */
    private static Wire reserve(boolean ipv6) {
        Daemons.requireRoot();
        Daemons.require("ip");
        for (int attempt = 1; ; attempt++) {
            int block = ThreadLocalRandom.current().nextInt(BLOCKS);
            Commands.Result result = Commands.run(List.of("ip", "netns", "add", id(block) + "h"));
            if (result.exitCode() == 0) {
                return new Wire(block, ipv6);
            }
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("no network namespace can be made: " + result.output());
            }
        }
    }

    private static String id(int block) {
        return "irh%04x".formatted(block);
    }

    Spot hub() {
        return new Spot(address(9), address(2), id + "h");
    }

    Spot leaf() {
        return new Spot(address(10), address(6), id + "l");
    }

    /** From which this JVM reaches the hub. */
    String ourAddress() {
        return address(1);
    }

    /** At the far end: the hub's interface and addresses stay, and nothing arrives any more. */
    void cut() {
        Commands.check("ip", "-n", id + "l", "link", "set", "wire", "down");
    }

    void mend() {
        Commands.check("ip", "-n", id + "l", "link", "set", "wire", "up");
    }

    /** The hub's own interface goes, and with it its address. */
    void takeHubInterfaceDown() {
        Commands.check("ip", "-n", id + "h", "link", "set", "wire", "down");
    }

    /** As {@link #cut}, but the hub does not notice that nobody answers its ARP requests: its SYNs go out. */
    void makeBlackHole() {
        Commands.check(
                "ip",
                "-n",
                id + "h",
                "neigh",
                "replace",
                leaf().linkAddress(),
                "lladdr",
                "02:00:00:00:00:01",
                "dev",
                "wire",
                "nud",
                "permanent");
        cut();
    }

    /** How many sockets in TIME_WAIT the hub's kernel keeps; from then on it forgets a connection as soon as it ends. */
    void limitTimeWaitsOfHub(int most) {
        Commands.check(
                "ip",
                "netns",
                "exec",
                id + "h",
                "sh",
                "-c",
                "echo " + most + " >/proc/sys/net/ipv4/tcp_max_tw_buckets");
    }

    private Wire make() {
        Runtime.getRuntime().addShutdownHook(reaper);
        try {
            Commands.check("sh", "-ec", script());
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private String script() {
        String nets = "ip netns add %1$sl; ".formatted(id)
                + "ip link add wire netns %1$sh type veth peer name wire netns %1$sl; ".formatted(id)
                + "ip link add %1$sh type veth peer name home netns %1$sh; ".formatted(id)
                + "ip link add %1$sl type veth peer name home netns %1$sl; ".formatted(id);
        return nets
                + up("ip", id + "h", 1)
                + up("ip", id + "l", 5)
                + up("ip -n " + id + "h", "home", 2)
                + up("ip -n " + id + "l", "home", 6)
                + up("ip -n " + id + "h", "wire", 9)
                + up("ip -n " + id + "l", "wire", 10)
                + "ip -n " + id + "h link set lo up; ip -n " + id + "l link set lo up";
    }

    private String up(String ip, String device, int host) {
        String options = ipv6 ? "/126 nodad" : "/30";
        return "%1$s addr add %3$s%4$s dev %2$s; %1$s link set dev %2$s up; "
                .formatted(ip, device, address(host), options);
    }

    private String address(int host) {
        int number = block * BLOCK + host;
        return ipv6
                ? "fd12:1842::%x:%x".formatted(block, host)
                : "198.%d.%d.%d".formatted(18 + (number >> 16), (number >> 8) & 0xFF, number & 0xFF);
    }

    private void remove() {
        // A namespace takes its ends of the wires with it, and so the wires; the hub's goes last, it is the
        // reservation.
        Commands.run(List.of(
                "sh",
                "-c",
                "ip link del %1$sh; ip link del %1$sl; ip netns del %1$sl; ip netns del %1$sh".formatted(id)));
    }

    @Override
    public void close() {
        remove();
        Shutdown.forget(reaper);
    }
}
