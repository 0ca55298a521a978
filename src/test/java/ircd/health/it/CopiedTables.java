package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A folder in place of {@code /proc/net}, with what stands there, until something happens to it. */
final class CopiedTables {
    private final Path folder;
    private UnaryOperator<String> damage = text -> text;
    private Path source;

    CopiedTables(Path folder, Path source) {
        this.folder = requireNonNull(folder, "folder is null");
        this.source = requireNonNull(source, "source is null");
    }

    Path folder() {
        return folder;
    }

    /** Copies what stands there now. */
    void copy() {
        try {
            for (String table : new String[] {"tcp", "tcp6"}) {
                Path file = source.resolve(table); // a system without IPv6 has no tcp6
                String text = Files.exists(file) ? damage.apply(Files.readString(file, US_ASCII)) : null;
                if (text == null) {
                    Files.deleteIfExists(folder.resolve(table));
                } else {
                    Files.writeString(folder.resolve(table), text, US_ASCII);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param damage of each text; its result is null for no file */
    void damage(UnaryOperator<String> damage) {
        this.damage = requireNonNull(damage, "damage is null");
    }

    void from(Path otherSource) {
        source = requireNonNull(otherSource, "otherSource is null");
    }
}
