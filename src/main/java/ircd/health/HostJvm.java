package ircd.health;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The JVM that gets a guest, by the attach API, which lives in a module that not every Java has. */
final class HostJvm {
    private static final int OLDEST_JAVA = 17;

    private final JvmProcess process;
    private final String pid;

    HostJvm(long pid) {
        this.process = new JvmProcess(pid);
        this.pid = Long.toString(pid);
    }

    /**
     * Blocks until the agent runs there or does not.
     *
     * @param jar by an absolute path, which the host must see, too
     * @throws StartException in one line, why the agent could not be loaded or asked
     */
    Outcome load(Path jar, List<String> arguments) throws StartException {
        process.require();
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                return load(machine, jar, arguments);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new StartException(pid + ": does not take requests to attach, as with -XX:+DisableAttachMechanism ("
                    + e.getMessage() + ")");
        } catch (IOException e) {
            throw new StartException(pid + ": cannot be attached to: " + e.getMessage());
        }
    }

    private Outcome load(VirtualMachine machine, Path jar, List<String> arguments) throws IOException, StartException {
        Properties properties = machine.getSystemProperties();
        String java = properties.getProperty("java.specification.version", "");
        if (Runtime.Version.parse(java).feature() < OLDEST_JAVA) {
            throw new StartException(pid + ": is Java " + java + "; ircd-health needs " + OLDEST_JAVA + " or later");
        }
        Path folder = Path.of(properties.getProperty("user.dir", "/"))
                .resolve(properties.getProperty("java.io.tmpdir", "/tmp"));
        Path file = newFile(process.seenFromHere(folder), folder);
        file.toFile().deleteOnExit(); // whatever ends us: without the file a host that wakes up later starts nothing
        try {
            Handover handover = new Handover(file);
            handover.give(arguments);
            process.own(file);
            machine.loadAgent(jar.toString(), Handover.agentOptions(folder.resolve(file.getFileName())));
            return outcome(handover);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new StartException(
                    pid + ": cannot load " + jar + ", which its user must be able to read: " + e.getMessage());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Outcome outcome(Handover handover) throws StartException {
        try {
            return handover.outcome();
        } catch (IOException e) {
            throw new StartException(pid + ": has not said whether it runs there; its log will");
        }
    }

    private Path newFile(Path folder, Path asHostSeesIt) throws StartException {
        try {
            return Files.createTempFile(folder, "ircd-health-", ".attach");
        } catch (IOException e) {
            throw new StartException(
                    pid + ": no file can be made in its directory for temporary files, " + asHostSeesIt + ": " + e);
        }
    }
}
