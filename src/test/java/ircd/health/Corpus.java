package ircd.health;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The inputs that a fuzz target starts from, and those that once broke it: one file each, run in every build. */
public final class Corpus {
    private Corpus() {}

    /** The contents of the files in {@code folder}, a resource beside the class, under their names. */
    public static Stream<Named<byte[]>> of(Class<?> target, String folder) throws IOException {
        List<Path> files = files(target, folder);
        if (files.isEmpty()) {
            throw new IllegalStateException(folder + " is empty");
        }
        return files.stream().map(Corpus::content);
    }

    public static List<Path> files(Class<?> target, String folder) throws IOException {
        URL url = Objects.requireNonNull(target.getResource(folder), folder);
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Named<byte[]> content(Path file) {
        try {
            return Named.of(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
