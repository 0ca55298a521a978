package ircd.health.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Debian 12 with Java 17 and little else, as debootstrap makes it, in a network namespace of its own. Its files lie over
 * those of a first one that is made once below {@code target}; its mounts end with the process that holds them. Needs
 * root.
 */
final class DebianRoot implements AutoCloseable {
    private static final Path FIRST = Path.of("target", "debian-12").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Volatile: dpkg calls sync for each file, which takes most of the time on a busy disk, and is for nothing here. */
    private static final String MAKE =
            """
            mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' \\
                'Label: Debian' | head -n 1)
            [ -n "$mirror" ] || { echo "apt has no source of Debian 12 (bookworm)"; exit 1; }
            rm -rf "$1.new" && mkdir -p "$1.new/empty" "$1.new/files" "$1.new/work" "$1.new/root"
            mount -t overlay -o "lowerdir=$1.new/empty,upperdir=$1.new/files,workdir=$1.new/work,volatile" overlay \\
                "$1.new/root"
            debootstrap --variant=minbase --include=openjdk-17-jre-headless --cache-dir=/var/cache/apt/archives \\
                bookworm "$1.new/root" "$mirror"
            umount "$1.new/root"
            mv "$1.new/files" "$1" && rm -rf "$1.new"
            """;

    private static final String HOLD =
            """
            mkdir "$2/files" "$2/work" "$2/root"
            mount -t overlay -o "lowerdir=$1,upperdir=$2/files,workdir=$2/work,volatile" overlay "$2/root"
            mount -t proc proc "$2/root/proc"
            ip link set lo up
            echo ready
            exec cat
            """;

    private static final String LIST =
            """
            cut -d : -f 1 /etc/passwd /etc/group /etc/shadow /etc/gshadow
            find / -xdev \\( -path /run -o -path /tmp -o -path /root -o -path /var/lib/apt -o -path /var/cache/apt \\
                    -o -path /var/log/apt -o -path '/var/log/*.log' -o -path '/var/lib/dpkg/*-old' \\
                    -o -path '/etc/*[pdw]-' -o -path '/etc/sub?id-' \\) -prune -o -print
            """;

    private static final String NAME_PROGRAMS =
            """
            ours=$(readlink /proc/self/ns/net)
            for process in /proc/[0-9]*; do
                [ "$(readlink $process/ns/net)" != "$ours" ] || cat $process/comm
            done 2>/dev/null
            """;

    private final Path root;
    private final Program holder;

    private DebianRoot(Path root, Program holder) {
        this.root = root;
        this.holder = holder;
    }

    /** Blocks for half a minute and more where there is no first one yet. */
    static DebianRoot start(Path folder) {
        Daemons.requireRoot();
        Daemons.require("debootstrap", "unshare", "nsenter", "ip");
        if (!Files.isDirectory(FIRST)) {
            Commands.check("unshare", "--mount", "sh", "-ec", MAKE, "sh", FIRST.toString());
        }
        Program holder = new Program(
                List.of("unshare", "--mount", "--net", "sh", "-ec", HOLD, "sh", FIRST.toString(), folder.toString()));
        DebianRoot started = new DebianRoot(folder.resolve("root"), holder);
        try {
            holder.await(Pattern.compile("(ready)"), SOON);
        } catch (AssertionError e) {
            holder.close();
            throw e;
        }
        return started;
    }

    /** The output of a shell script that is run inside, as root and with nothing of our environment. */
    String sh(String script) {
        return Commands.check(inside("sh", "-ec", script).toArray(String[]::new));
    }

    /** As {@link #sh}, whatever its exit code. */
    Commands.Result run(String script) {
        return Commands.run(inside("sh", "-ec", script));
    }

    /** The command, run inside. It stays one process: each of its words before the program ends in an exec(). */
    List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of(
                "chroot",
                root.toString(),
                "env",
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive"));
        all.addAll(List.of(command));
        return beside(all);
    }

    /** The command in the same namespaces, with the programs and files of this machine. */
    List<String> beside(List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--target", String.valueOf(holder.pid()), "--mount", "--net", "--"));
        all.addAll(command);
        return List.copyOf(all);
    }

    void copyIn(Path file, String inside) {
        Commands.check(beside(List.of("cp", file.toString(), root + inside)).toArray(String[]::new));
    }

    /** The names of all files that last, of all users and groups; but not what apt, dpkg and adduser keep for themselves. */
    List<String> listing() {
        return sh(LIST).lines().toList();
    }

    /** The names of the programs that run inside, other than those that tell. */
    List<String> programs() {
        return sh(NAME_PROGRAMS)
                .lines()
                .filter(name -> !List.of("sh", "cat", "readlink").contains(name))
                .toList();
    }

    @Override
    public void close() {
        holder.close();
    }
}
