package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the jar holds of others: the bill of materials beside it names all of it, and its licences are in it. */
final class BillOfMaterialsIT {
    private static final String SHADED = "ircd/health/shaded/";

    /** The folder below {@code META-INF/third-party}, by how the names of the artifacts begin. */
    private static final Map<String, String> FOLDERS = new TreeMap<>(Map.of(
            "jcommander-", "jcommander",
            "netty-", "netty",
            "netty-tcnative-", "netty-tcnative",
            "simpleclient", "simpleclient"));

    private final JsonNode bill;
    private final List<Path> runtimeJars;

    BillOfMaterialsIT() throws IOException {
        bill = new ObjectMapper().readTree(new File(System.getProperty("bill.of.materials")));
        String classPath = Files.readString(Path.of(System.getProperty("runtime.jars")));
        runtimeJars = List.of(classPath.strip().split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    @Test
    void itNamesEachPartByVersionAndHashAndNothingElse() throws Exception {
        Map<String, String> parts = new TreeMap<>();
        for (Path jar : runtimeJars) {
            parts.put(jar.getFileName().toString(), sha256(jar));
        }
        Map<String, String> inBill = new TreeMap<>();
        for (JsonNode component : bill.get("components")) {
            inBill.put(fileName(component), hash(component));
        }

        assertEquals(21, parts.size(), parts::toString);
        assertEquals(parts, inBill);
    }

    @Test
    void itIsOfThisProjectAndTellsNoTime() {
        JsonNode subject = bill.at("/metadata/component");

        assertEquals("CycloneDX", bill.get("bomFormat").asText());
        assertEquals("ircd-health", subject.get("name").asText());
        assertEquals("application", subject.get("type").asText());
        assertNull(bill.get("metadata").get("timestamp"));
        assertNull(bill.at("/metadata").get("manufacturer"));
    }

    @Test
    void theJarHoldsTheirClassesMovedAndNoOthers() throws IOException {
        Set<String> theirs = new TreeSet<>();
        for (Path jar : runtimeJars) {
            entries(jar, name -> name.endsWith(".class") && !name.contains("META-INF/") && !name.startsWith("module-"))
                    .forEach(name -> theirs.add(SHADED + name));
        }

        assertTrue(theirs.size() > 1000, () -> theirs.size() + " classes");
        assertEquals(theirs, entries(jar(), name -> name.endsWith(".class") && !ours(name)));
    }

    @Test
    void eachPartHasItsLicenceInAFolderOfItsOwn() throws IOException {
        for (Path part : runtimeJars) {
            String folder = "META-INF/third-party/" + folder(part.getFileName().toString()) + "/";
            Set<String> texts = entries(jar(), name -> name.startsWith(folder));

            assertTrue(holds(texts, folder + "license"), () -> "no licence of " + part + ": " + texts);
            assertTrue(holds(texts, folder + "notice"), () -> "no notice of " + part + ": " + texts);
        }
    }

    /** A notice that leads to a text which is not there helps nobody. */
    @Test
    void theTextsThatTheNoticesNameAreThere() throws IOException {
        for (String name : List.of("netty", "netty-tcnative")) {
            String folder = "META-INF/third-party/" + name + "/";
            String notice = new String(read(folder + "NOTICE.txt"), UTF_8);
            List<MatchResult> texts = Pattern.compile("license/(LICENSE|NOTICE)\\.\\w[-\\w]*\\.txt")
                    .matcher(notice)
                    .results()
                    .toList();

            assertEquals(3, texts.size(), name);
            texts.forEach(text -> assertTrue(read(folder + text.group()).length > 100, text.group()));
        }
    }

    @Test
    void ourOwnLicenceIsInTheJarToo() throws IOException {
        assertArrayEquals(Files.readAllBytes(Path.of("LICENSE")), read("META-INF/LICENSE"));
    }

    private static boolean ours(String name) {
        return name.startsWith("ircd/health/") && !name.startsWith(SHADED);
    }

    private static boolean holds(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.matches("(?i)" + prefix + "(\\.txt|\\.md)?"));
    }

    private static String folder(String artifact) {
        return FOLDERS.entrySet().stream()
                .filter(each -> artifact.startsWith(each.getKey()))
                .reduce((shorter, longer) -> longer)
                .orElseThrow(() -> new AssertionError("whose is " + artifact + "?"))
                .getValue();
    }

    /** {@code pkg:maven/GROUP/NAME@VERSION?classifier=C&type=jar} is the file {@code NAME-VERSION-C.jar}. */
    private static String fileName(JsonNode component) {
        String classifier =
                component.get("purl").asText().replaceFirst("[^?]*\\?(classifier=([^&]*)&)?type=jar", "-$2");
        return component.get("name").asText() + "-" + component.get("version").asText()
                + (classifier.equals("-") ? "" : classifier) + ".jar";
    }

    private static String hash(JsonNode component) {
        for (JsonNode hash : component.get("hashes")) {
            if (hash.get("alg").asText().equals("SHA-256")) {
                return hash.get("content").asText();
            }
        }
        throw new AssertionError("no SHA-256 of " + component.get("name"));
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Path jar() {
        return Path.of(JavaProcess.jar());
    }

    private static byte[] read(String entry) {
        try (ZipFile zip = new ZipFile(jar().toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new AssertionError(entry + " is not in the jar");
            }
            return zip.getInputStream(found).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> entries(Path jar, Predicate<String> wanted) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).filter(wanted).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
